using EventSourced.Commands.Modules;
using EventSourced.Contracts;

namespace EventSourced.Commands.Tests.Modules;

/// <summary>The declaration of import kinds and their parameters.</summary>
public sealed class ImportBuilderTests
{
    [Fact]
    public void Members_that_are_not_filled_from_the_upload_are_parameters()
    {
        var list = Lists(".txt", ".csv", ".zip");

        Assert.Equal(("list", "/api/shop/imports/list", ".txt, .csv and .zip", "Imports a price list."), (list.Name, list.Path, list.Accepted, list.Summary));
        Assert.Equal(["shop_id", "currency"], list.Parameters.Select(p => p.Name));
        Assert.Equal(["shop_id"], list.Parameters.Where(p => p.IsRequired).Select(p => p.Name));
        Assert.Equal("The shop.", list.Parameters[0].Description);
    }

    [Fact]
    public void The_id_of_an_import_is_derived_from_its_command_and_has_its_scope()
    {
        var list = Lists(".txt");
        var draft = list.Draft(new() { ["shop_id"] = "corner" });
        var command = Guid.NewGuid();

        Assert.Equal(list.IdOf(draft, command), list.IdOf(draft, command));
        Assert.NotEqual(list.IdOf(draft, command), list.IdOf(draft, Guid.NewGuid()));
        Assert.Equal(ScopedId.KeyOf("corner"), ScopedId.KeyOf(list.IdOf(draft, command)));
    }

    [Fact]
    public void An_invalid_import_kind_is_refused_when_the_catalog_is_checked()
    {
        Says("add Into, AtMost, Shows", accept => accept.Kind<ImportPrices>("list", ".txt"));
        Says("two kinds", accept =>
        {
            Whole(accept.Kind<ImportPrices>("list", ".txt"));
            Whole(accept.Kind<ImportPrices>("list", ".zip"));
        });
        Says("[Uploaded]", accept => Whole(accept.Kind<OpenShop>("shop", ".txt")));
        Says("begin with a dot", accept => Whole(accept.Kind<ImportPrices>("list", "txt")));
        Says("no name of a kind", accept => Whole(accept.Kind<ImportPrices>("List", ".txt")));
        Says("does not belong to toy", accept => Whole(accept.Kind<ImportPrices>("list", ".txt")), "toy");
    }

    private static ImportKind Lists(params IReadOnlyList<string> extensions) =>
        ModuleCatalog.Of(new Toy("shop", accept => Whole(accept.Kind<ImportPrices>("list", extensions)))).Imports.Single();

    private static void Whole<TCommand>(ImportBuilder.Declaration<TCommand> kind) where TCommand : class, ICommand =>
        kind.Into(_ => "folder").AtMost(1).Shows(id => $"toy-{id}", _ => new ImportStatus { State = ImportStates.Queued });

    private static void Says(string text, Action<ImportBuilder> imports, string module = "shop") =>
        Assert.Contains(text, Assert.Throws<InvalidOperationException>(() => ModuleCatalog.Of(new Toy(module, imports)).Check()).Message, StringComparison.Ordinal);

    private sealed class Toy(string name, Action<ImportBuilder> imports) : IModule
    {
        public string Name => name;

        public void Imports(ImportBuilder accept) => imports(accept);
    }
}

/// <summary>Imports a price list.</summary>
/// <param name="ImportId">The import.</param>
/// <param name="ShopId">The shop.</param>
/// <param name="ObjectKey">Key of the list in the object store.</param>
/// <param name="Currency">The currency of its prices.</param>
[Command("shop.import_prices", Scope = nameof(ImportPrices.ShopId))]
public sealed record ImportPrices(
    [property: Uploaded(UploadValue.ImportId)] Guid ImportId, string ShopId, [property: Uploaded(UploadValue.ObjectKey)] string ObjectKey, string? Currency = null) : ICommand;

/// <summary>Opens a shop.</summary>
/// <param name="ShopId">The shop.</param>
[Command("shop.open", Scope = nameof(OpenShop.ShopId))]
public sealed record OpenShop(string ShopId) : ICommand;
