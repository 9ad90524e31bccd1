namespace Florin.Packaging.Tests;

using System.IO.Compression;
using System.Text.RegularExpressions;

public class PackagingTests(Packages packages) : IClassFixture<Packages>
{
    static readonly string[] Managed = ["MathNet.Numerics"];

    const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
            <UseAppHost>false</UseAppHost>
            <NuGetAudit>false</NuGetAudit>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="Florin" Version="[VERSION]" />
          </ItemGroup>
        </Project>
        """;

    const string Program = """
        using Florin;
        Net net = [new Dense(1)];
        using TrainedNet trained = net.Fit([[0f], [1f], [2f], [3f]], [1f, 3f, 5f, 7f]);
        Console.WriteLine(float.IsFinite(trained.Predict([1f])) ? "fitted" : "not finite");
        """;

    [Fact]
    public void The_library_is_one_assembly_with_its_documentation_and_nothing_native()
    {
        using ZipArchive package = ZipFile.OpenRead(Path.Combine(packages.Local, $"Florin.{Packages.Version}.nupkg"));
        string[] names = [.. package.Entries.Select(entry => entry.FullName)];
        Assert.Equal(["lib/net10.0/Florin.dll", "lib/net10.0/Florin.xml"],
            names.Where(name => name.StartsWith("lib/", StringComparison.Ordinal)).Order());
        Assert.Contains("README.md", names);
        Assert.DoesNotContain(names, name => name.StartsWith("runtimes/", StringComparison.Ordinal));
        using var nuspec = new StreamReader(package.GetEntry("Florin.nuspec")!.Open());
        // Managed code only: what Florin depends on must run wherever .NET runs.
        Assert.All(Regex.Matches(nuspec.ReadToEnd(), "<dependency id=\"([^\"]+)\""),
            match => Assert.Contains(match.Groups[1].Value, Managed));
    }

    [Fact]
    public void An_empty_project_restores_Florin_and_fits_a_net_in_three_lines()
    {
        string folder = Directory.CreateDirectory(packages.At("user")).FullName;
        File.WriteAllText(Path.Combine(folder, "user.csproj"), Project.Replace("VERSION", Packages.Version, StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(folder, "Program.cs"), Program);
        Assert.Equal("fitted", packages.Dotnet(folder, "run", "-c", "Release").Trim());
    }

    [Fact]
    public void Florin_installs_as_a_tool_and_answers()
    {
        string tools = packages.At("tools");
        packages.Dotnet(packages.Folder, "tool", "install", "Florin.Cli", "--version", Packages.Version, "--tool-path", tools);
        string program = Path.Combine(tools, OperatingSystem.IsWindows() ? "florin.exe" : "florin");
        Assert.Equal(Packages.Version, packages.Run(packages.Folder, program, "--version").Trim());
    }
}
