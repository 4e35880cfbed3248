using System.Diagnostics;

namespace EventSourced.Samples.Tests;

/// <summary>The packages that a Marten application of somebody else references.</summary>
public sealed class PackageTests : IDisposable
{
    private static readonly string[] s_packages = ["Contracts", "EventStore", "ReadTables"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("es-packages-");

    [Fact]
    public async Task The_packages_restore_into_an_empty_project_which_builds_against_them()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var feed = _folder.CreateSubdirectory("feed").FullName;
        foreach (var package in s_packages)
            await DotnetAsync("pack", Path.Combine(Root(), "src", package), "-c", configuration, "--no-build", "-o", feed, "--nologo");
        Assert.Equal(s_packages.Select(p => $"EventSourced.{p}.1.0.0.nupkg"), Directory.EnumerateFiles(feed, "*.nupkg").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));

        var project = _folder.CreateSubdirectory("app").FullName;
        // Packages of others come from the folder that the build of this test has filled; ours go into one of their own, so that none of an earlier run is taken.
        var filled = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        await File.WriteAllTextAsync(Path.Combine(project, "App.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <RestoreAdditionalProjectSources>{feed}</RestoreAdditionalProjectSources>
                <RestorePackagesPath>{_folder.FullName}/packages</RestorePackagesPath>
                <RestoreFallbackFolders>{filled}</RestoreFallbackFolders>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="EventSourced.ReadTables" Version="1.0.0" />
              </ItemGroup>
            </Project>
            """);
        await File.WriteAllTextAsync(Path.Combine(project, "App.cs"), """
            using EventSourced.ReadTables;
            using Marten;
            using Microsoft.Extensions.DependencyInjection;

            public static class App
            {
                public static void Add(IServiceCollection services)
                {
                    services.AddMarten("Host=nowhere");
                    services.AddMartenReadTables([typeof(App).Assembly]);
                }
            }

            public sealed record Shipped(string Order);

            public sealed record Shipments : IReadTable<Shipments>
            {
                public string Order { get; init; }

                public static void Define(TableBuilder<Shipments> table)
                {
                    table.Key(r => r.Order);
                    table.On<Shipped>().Row(e => e.Order);
                }
            }
            """);
        await DotnetAsync("build", project, "--nologo", "-v", "q");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "EventSourced.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }

    private static async Task DotnetAsync(params IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}:\n{await output}{await errors}");
    }
}
