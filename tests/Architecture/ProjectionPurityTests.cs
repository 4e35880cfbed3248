using System.Runtime.CompilerServices;
using EventSourced.Projections;
using Mono.Cecil;

namespace EventSourced.Architecture.Tests;

/// <summary>
/// Read tables reach no SQL, clock, random value, file, network or machine. The engine checks the expressions of their definitions; this checks all code of the assembly, also the
/// methods that the expressions call.
/// </summary>
public sealed class ProjectionPurityTests
{
    private static readonly string[] s_namespaces = ["System.IO", "System.Net", "System.Threading", "System.Diagnostics", "System.Security.Cryptography", "System.Data", "Npgsql", "Marten"];

    private static readonly string[] s_types = ["System.Environment", "System.Random", "System.TimeProvider", "System.Console", "System.AppContext", "System.TimeZoneInfo"];

    // What the compiler makes of yield return.
    private const string Iterator = "get_CurrentManagedThreadId";

    private static readonly string[] s_members =
    [
        "System.DateTime::get_Now", "System.DateTime::get_UtcNow", "System.DateTime::get_Today", "System.DateTimeOffset::get_Now", "System.DateTimeOffset::get_UtcNow",
        "System.Guid::NewGuid", "System.Guid::CreateVersion7",
    ];

    [Fact]
    public void The_code_of_read_tables_is_pure()
    {
        using var assembly = AssemblyDefinition.ReadAssembly(typeof(ReadTableSet).Assembly.Location);
        var methods = assembly.MainModule.GetTypes().SelectMany(t => t.Methods).Where(m => m.HasBody).ToList();
        Assert.True(methods.Count > 1_000, $"{methods.Count} methods");
        var impure = from method in methods
                     from instruction in method.Body.Instructions
                     let member = instruction.Operand as MemberReference
                     let type = instruction.Operand as TypeReference ?? member?.DeclaringType
                     where type is not null && IsImpure(type.FullName, member!.Name)
                     select $"{method.FullName}: {type.FullName}.{member!.Name}";
        Assert.Equal([], impure.Distinct());
    }

    [Fact]
    public void Read_tables_have_no_variable_that_outlives_an_event()
    {
        using var assembly = AssemblyDefinition.ReadAssembly(typeof(ReadTableSet).Assembly.Location);
        var fields = assembly.MainModule.GetTypes().Where(t => !IsGenerated(t)).SelectMany(t => t.Fields).Where(f => f is { IsStatic: true, IsInitOnly: false, IsLiteral: false } && !IsGenerated(f));
        Assert.Equal([], fields.Select(f => f.FullName));
    }

    [Theory]
    [InlineData("System.IO.File", "ReadAllText", true)]
    [InlineData("System.DateTime", "get_UtcNow", true)]
    [InlineData("System.DateTime", "get_Date", false)]
    [InlineData("System.Guid", "Parse", false)]
    [InlineData("Npgsql.NpgsqlConnection", "Open", true)]
    [InlineData("System.Environment", "get_MachineName", true)]
    [InlineData("System.IOther", "Do", false)]
    public void Impure_code_is_found(string type, string member, bool isImpure) => Assert.Equal(isImpure, IsImpure(type, member));

    private static bool IsImpure(string type, string member) =>
        (s_types.Contains(type) && member != Iterator) || s_members.Contains($"{type}::{member}") || s_namespaces.Any(n => type.StartsWith(n + ".", StringComparison.Ordinal));

    // Lambdas are kept in fields.
    private static bool IsGenerated(ICustomAttributeProvider member) => member.CustomAttributes.Any(a => a.AttributeType.FullName == typeof(CompilerGeneratedAttribute).FullName);
}
