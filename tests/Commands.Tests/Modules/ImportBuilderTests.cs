using EventSourced.Commands.Modules;
using EventSourced.Contracts;
using EventSourced.Contracts.Pulse;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace EventSourced.Commands.Tests.Modules;

/// <summary>The declaration of import kinds and their parameters.</summary>
public sealed class ImportBuilderTests
{
    [Fact]
    public void Members_that_are_not_filled_from_the_upload_are_parameters()
    {
        var export = ModuleCatalog.Default.Imports.Single(k => k.Module == "pulse");

        Assert.Equal(("export", "/api/pulse/imports/export", ".txt, .chat and .zip"), (export.Name, export.Path, export.Accepted));
        Assert.Equal(["community_id", "source_id", "delete_after_processing", "date_order"], export.Parameters.Select(p => p.Name));
        Assert.Equal(["community_id"], export.Parameters.Where(p => p.IsRequired).Select(p => p.Name));
        Assert.All(export.Parameters, p => Assert.NotEmpty(p.Description));
    }

    [Fact]
    public void The_id_of_an_import_is_derived_from_its_command_and_has_the_scope_of_the_community()
    {
        var export = ModuleCatalog.Default.Imports.Single(k => k.Module == "pulse");
        var draft = export.Draft(new() { ["community_id"] = "garden" });
        var command = Guid.NewGuid();

        Assert.Equal(export.IdOf(draft, command), export.IdOf(draft, command));
        Assert.NotEqual(export.IdOf(draft, command), export.IdOf(draft, Guid.NewGuid()));
        Assert.Equal(ScopedId.KeyOf("garden"), ScopedId.KeyOf(export.IdOf(draft, command)));
    }

    [Fact]
    public void An_invalid_import_kind_is_refused_when_the_catalog_is_checked()
    {
        Says("add Into, AtMost, Shows", accept => accept.Kind<RegisterExport>("export", ".txt"));
        Says("two kinds", accept =>
        {
            Whole(accept.Kind<RegisterExport>("export", ".txt"));
            Whole(accept.Kind<RegisterExport>("export", ".zip"));
        });
        Says("[Uploaded]", accept => Whole(accept.Kind<CreateCommunity>("community", ".txt")));
        Says("begin with a dot", accept => Whole(accept.Kind<RegisterExport>("export", "txt")));
        Says("no name of a kind", accept => Whole(accept.Kind<RegisterExport>("Export", ".txt")));
        Says("does not belong to toy", accept => Whole(accept.Kind<RegisterExport>("export", ".txt")), "toy");
    }

    private static void Whole<TCommand>(ImportBuilder.Declaration<TCommand> kind) where TCommand : class, ICommand =>
        kind.Into((_, _, _, _) => Task.FromResult("folder")).AtMost(_ => 1).Shows(id => $"toy-{id}", _ => new ImportStatus { State = ImportStates.Queued });

    private static void Says(string text, Action<ImportBuilder> imports, string module = "pulse") =>
        Assert.Contains(text, Assert.Throws<InvalidOperationException>(() => ModuleCatalog.Of(new Toy(module, imports)).Check()).Message, StringComparison.Ordinal);

    private sealed class Toy(string name, Action<ImportBuilder> imports) : IModule
    {
        public string Name => name;

        public void Services(IServiceCollection services, IConfiguration configuration)
        {
        }

        public void Imports(ImportBuilder accept) => imports(accept);
    }
}
