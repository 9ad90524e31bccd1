namespace Florin.Packaging.Tests;

using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Xml.Linq;

/// <summary>The packages, made once into a folder outside the repository, and a place beside them where a user would stand.</summary>
public sealed class Packages : IDisposable
{
    static readonly string Root = Find(AppContext.BaseDirectory);

    /// <summary>The build under test: packing takes what is built, it does not build again.</summary>
    static readonly string Configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;

    public Packages()
    {
        foreach (string project in (string[])["Florin", "Florin.Finance", "Florin.Sql", "Florin.AspNetCore", "Florin.Cli"])
            Dotnet(Root, "pack", $"src/{project}/{project}.csproj", "--no-build", "-c", Configuration, "-o", Local);
        // Merged with the sources that the machine already has.
        new XDocument(new XElement("configuration", new XElement("packageSources",
            new XElement("add", new XAttribute("key", "florin-under-test"), new XAttribute("value", Local))))).Save(At("nuget.config"));
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("florin-packages").FullName;

    public string Local => At("local");

    public static string Version { get; } =
        XDocument.Load(Path.Combine(Root, "Directory.Build.props")).Descendants("Version").Single().Value;

    public string At(params string[] parts) => Path.Combine([Folder, .. parts]);

    public string Dotnet(string folder, params string[] arguments) => Run(folder, "dotnet", arguments);

    /// <summary>What the program printed; one that fails fails the test with its own words.</summary>
    public string Run(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Prepare(start.Environment);
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}\n{output}\n{errors.GetAwaiter().GetResult()}");
        return output;
    }

    public void Dispose() => Directory.Delete(Folder, true);

    /// <summary>
    /// A cache of its own, so that no earlier package is found; nothing of the build that runs the tests; no server that stays.
    /// </summary>
    void Prepare(IDictionary<string, string?> environment)
    {
        foreach (string name in environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
            environment.Remove(name);
        environment["NUGET_PACKAGES"] = At("cache");
        environment["MSBUILDDISABLENODEREUSE"] = "1";
        environment["UseSharedCompilation"] = "false";
        environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = environment["DOTNET_NOLOGO"] = "1";
        environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
    }

    static string Find(string folder) => File.Exists(Path.Combine(folder, "Florin.slnx")) ? folder : Find(Path.GetDirectoryName(folder)!);
}
