using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using EventSourced.Contracts;
using EventSourced.EventStore;
using Microsoft.Extensions.Configuration;

namespace EventSourced.Commands.Modules;

/// <summary>
/// A kind of file that a module imports. Its command registers an uploaded file; the members of the command that are not marked as <see cref="UploadedAttribute"/>
/// are the parameters of the upload. The routes, the OpenAPI document and the command line are generated from it.
/// </summary>
public sealed class ImportKind
{
    private readonly Dictionary<UploadValue, string> _uploaded = [];

    internal ImportKind(string name, Type command, IReadOnlyDictionary<string, string> fileTypes)
    {
        (Name, Command, FileTypes) = (name, CommandCatalog.Of(command), new Dictionary<string, string>(fileTypes, StringComparer.OrdinalIgnoreCase));
        List<CommandMember> parameters = [];
        foreach (var member in CommandMember.Of(command))
        {
            if (member.Property.GetCustomAttribute<UploadedAttribute>() is { } uploaded) _uploaded[uploaded.Value] = member.Name;
            else parameters.Add(member);
        }
        Parameters = parameters;
        foreach (var needed in (UploadValue[])[UploadValue.ImportId, UploadValue.ObjectKey])
            if (!_uploaded.ContainsKey(needed)) throw new InvalidOperationException($"{command} cannot be imported: mark the member that takes the {needed} with [Uploaded].");
    }

    /// <summary>The module.</summary>
    public string Module => Command.Module;

    /// <summary>Name within the module: <c>export</c>.</summary>
    public string Name { get; }

    /// <summary>The command that registers a file.</summary>
    public CommandDescriptor Command { get; }

    /// <summary>Extensions of accepted files, each with the file type that the command gets.</summary>
    public IReadOnlyDictionary<string, string> FileTypes { get; }

    /// <summary>Accepted extensions in a sentence: <c>.txt, .chat and .zip</c>.</summary>
    public string Accepted => FileTypes.Count == 1 ? FileTypes.Keys.Single() : $"{string.Join(", ", FileTypes.Keys.SkipLast(1))} and {FileTypes.Keys.Last()}";

    /// <summary>The parameters of an upload.</summary>
    public IReadOnlyList<CommandMember> Parameters { get; }

    /// <summary>Address of uploads.</summary>
    public string Path => $"/api/{Module}/imports/{Name}";

    /// <summary>What the kind imports, in a sentence.</summary>
    public string Summary => XmlDocs.Summary(Command.Type) ?? throw new InvalidOperationException($"{Command.Type} has no <summary>, which documents {Path}.");

    internal Func<ICommand, Guid, IServiceProvider, CancellationToken, Task<string>>? FolderOf { get; set; }

    internal Func<IConfiguration, long>? LimitOf { get; set; }

    internal List<Func<ICommand, ICommand?>> Creations { get; } = [];

    internal Func<Guid, string>? StreamOf { get; set; }

    internal Func<IReadOnlyList<IEvent>, ImportStatus>? Fold { get; set; }

    /// <summary>The stream of an import.</summary>
    /// <param name="importId">The import.</param>
    public string Stream(Guid importId) => StreamOf!(importId);

    /// <summary>The status of an import.</summary>
    /// <param name="events">All events of its stream, at least one.</param>
    public ImportStatus StatusOf(IReadOnlyList<IEvent> events) => Fold!(events);

    /// <summary>Folder of the object store for an upload.</summary>
    /// <param name="draft">The command without its file.</param>
    /// <param name="importId">The import.</param>
    /// <param name="services">Services of the host.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task<string> FolderAsync(ICommand draft, Guid importId, IServiceProvider services, CancellationToken cancellationToken) => FolderOf!(draft, importId, services, cancellationToken);

    /// <summary>Most bytes of a file.</summary>
    /// <param name="configuration">The configuration of the host.</param>
    public long MostBytes(IConfiguration configuration) => LimitOf!(configuration);

    /// <summary>Commands that create beforehand what the import refers to.</summary>
    /// <param name="draft">The command without its file.</param>
    public IEnumerable<ICommand> CreationsFor(ICommand draft) => Creations.Select(create => create(draft)).OfType<ICommand>();

    /// <summary>Whether anything can be created beforehand.</summary>
    public bool MayCreate => Creations.Count > 0;

    /// <summary>The id of an import. It is derived from the id of its command and contains the command's scope.</summary>
    /// <param name="draft">The command without its file.</param>
    /// <param name="commandId">Id of the command.</param>
    public Guid IdOf(ICommand draft, Guid commandId)
    {
        var seed = $"{Command.Name} {commandId}";
        return Command.ScopeOf(draft) is { } scope ? ScopedId.Of(uint.Parse(scope, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture), seed) : DerivedId.Of(seed);
    }

    /// <summary>The command without its file, for checks of its parameters.</summary>
    /// <param name="parameters">The parameters by name.</param>
    public ICommand Draft(JsonObject parameters) => Make(parameters, Guid.Empty, new StoredObject("", "", 0), "", "");

    /// <summary>The command that registers a file.</summary>
    /// <param name="parameters">The parameters by name.</param>
    /// <param name="importId">The import.</param>
    /// <param name="stored">The bytes in the object store.</param>
    /// <param name="filename">Recorded name of the file.</param>
    /// <param name="fileType">Type of the file.</param>
    public ICommand Make(JsonObject parameters, Guid importId, StoredObject stored, string filename, string fileType)
    {
        var body = (JsonObject)parameters.DeepClone();
        foreach (var (value, member) in _uploaded)
        {
            body[member] = value switch
            {
                UploadValue.ImportId => importId,
                UploadValue.ObjectKey => stored.Key,
                UploadValue.Filename => filename,
                UploadValue.FileType => fileType,
                UploadValue.ByteSize => stored.Size,
                UploadValue.Sha256 => stored.Sha256,
                _ => throw new InvalidOperationException($"No upload has a {value}."),
            };
        }
        // Callers omit a nullable parameter without a default.
        foreach (var parameter in Parameters)
            if (parameter.MayBeNull && !body.ContainsKey(parameter.Name)) body[parameter.Name] = null;
        return (ICommand)body.Deserialize(Command.Type, CommandCatalog.Json)!;
    }
}
