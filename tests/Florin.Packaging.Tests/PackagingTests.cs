namespace Florin.Packaging.Tests;

using System.IO.Compression;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

public class PackagingTests(Packages packages) : IClassFixture<Packages>
{
    static readonly string[] Managed = ["MathNet.Numerics", "YamlDotNet", "Florin", "Florin.Finance", "Microsoft.AspNetCore.OpenApi"];

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
            <PackageReference Include="PACKAGE" Version="[VERSION]" />
          </ItemGroup>
        </Project>
        """;

    const string Program = """
        using Florin;
        Net net = [new Dense(1)];
        using TrainedNet trained = net.Fit([[0f], [1f], [2f], [3f]], [1f, 3f, 5f, 7f]);
        Console.WriteLine(float.IsFinite(trained.Predict([1f])) ? "fitted" : "not finite");
        """;

    const string PlanProgram = """
        using Florin;
        Table table = CreditSimulator.Simulate(1000, 1);
        Plan plan = PlanFile.Parse(PlanGuess.For("credit", table, "loans.csv").ToYaml());
        Console.WriteLine(plan.Check(table).Count == 0 ? plan.Data.Target : "problems");
        """;

    const string SqlProgram = """
        using Florin;
        using Microsoft.Data.Sqlite;
        using (var connection = new SqliteConnection("Data Source=loans.db;Pooling=False"))
        {
            connection.Open();
            SqliteCommand command = connection.CreateCommand();
            command.CommandText = "create table loans (id integer primary key, income real); insert into loans values (1, 10.5), (2, null)";
            command.ExecuteNonQuery();
        }

        Console.WriteLine($"{DatabaseRows.Sqlite("loans.db").WithTable("loans").Read().RowCount} rows");
        """;

    /// <summary>A web application with a model of its own making, which a caller asks.</summary>
    const string WebProgram = """
        using Florin;
        using Microsoft.AspNetCore.Builder;
        Table table = CreditSimulator.Simulate(800, 1);
        var roles = new ColumnRoles { Target = "defaulted", Positive = "1", Id = "loan_id", Time = "issued_on" };
        SplitTable split = SplitTable.Of(table, Schema.Of(table, roles), new OutOfTimeSplit(), 1);
        using (Model model = new ModelPlan { Network = "logistic" }.Fit(split.Target, split.Train, split.Validation))
            model.Save("loans.florin", "loans");
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddFlorin(new FlorinServiceOptions { Models = [ServedModelFile.Parse("loans.florin")] });
        await using WebApplication app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapFlorin();
        await app.StartAsync();
        using var client = new HttpClient();
        string answer = await client.GetStringAsync(app.Urls.First() + "/health");
        await app.StopAsync();
        Console.WriteLine(answer.Contains("ready") ? "served" : answer);
        """;

    [Theory]
    [InlineData("Florin")]
    [InlineData("Florin.Finance")]
    [InlineData("Florin.AspNetCore")]
    [InlineData("Florin.Sql", "Microsoft.Data.Sqlite", "Npgsql")]
    public void A_library_is_one_assembly_with_its_documentation_and_nothing_native(string name, params string[] databases)
    {
        using ZipArchive package = ZipFile.OpenRead(Path.Combine(packages.Local, $"{name}.{Packages.Version}.nupkg"));
        string[] names = [.. package.Entries.Select(entry => entry.FullName)];
        Assert.Equal([$"lib/net10.0/{name}.dll", $"lib/net10.0/{name}.xml"],
            names.Where(entry => entry.StartsWith("lib/", StringComparison.Ordinal)).Order());
        Assert.Contains("README.md", names);
        Assert.DoesNotContain(names, entry => entry.StartsWith("runtimes/", StringComparison.Ordinal));
        using var nuspec = new StreamReader(package.GetEntry(name + ".nuspec")!.Open());
        // Managed code only: what Florin depends on must run wherever .NET runs. The package of databases alone asks for more.
        Assert.All(Regex.Matches(nuspec.ReadToEnd(), "<dependency id=\"([^\"]+)\""),
            match => Assert.Contains(match.Groups[1].Value, (string[])[.. Managed, .. databases]));
    }

    [Fact]
    public void An_empty_project_restores_Florin_and_fits_a_net_in_three_lines() => Assert.Equal("fitted", Run("Florin", Program));

    [Fact]
    public void An_empty_project_restores_Florin_Finance_and_plans_a_study() =>
        Assert.Equal("defaulted", Run("Florin.Finance", PlanProgram));

    /// <summary>The only package with a native library, which comes with the package it depends on.</summary>
    [Fact]
    public void An_empty_project_restores_Florin_Sql_and_reads_a_database() =>
        Assert.Equal("2 rows", Run("Florin.Sql", SqlProgram));

    [Fact]
    public void An_empty_project_restores_Florin_AspNetCore_and_serves_a_model() =>
        Assert.EndsWith("served", Run("Florin.AspNetCore", WebProgram), StringComparison.Ordinal);

    [Fact]
    public void Florin_installs_as_a_tool_and_answers()
    {
        string tools = packages.At("tools");
        packages.Dotnet(packages.Folder, "tool", "install", "Florin.Cli", "--version", Packages.Version, "--tool-path", tools);
        string program = Path.Combine(tools, OperatingSystem.IsWindows() ? "florin.exe" : "florin");
        Assert.Equal(Packages.Version, packages.Run(packages.Folder, program, "--version").Trim());
        // SQLite's own library is inside.
        Assert.Contains("table loans: 2 rows", packages.Run(packages.Folder, program, "show", Database(), "--table", "loans"),
            StringComparison.Ordinal);
    }

    /// <summary>A small database, written by SQLite itself.</summary>
    string Database()
    {
        string path = packages.At("loans.db");
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "create table if not exists loans (id integer primary key, income real); "
            + "insert or ignore into loans values (1, 10.5), (2, null)";
        command.ExecuteNonQuery();
        return path;
    }

    string Run(string package, string program)
    {
        string folder = Directory.CreateDirectory(packages.At("user-" + package)).FullName;
        File.WriteAllText(Path.Combine(folder, "user.csproj"), Project.Replace("VERSION", Packages.Version, StringComparison.Ordinal)
            .Replace("PACKAGE", package, StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(folder, "Program.cs"), program);
        return packages.Dotnet(folder, "run", "-c", "Release").Trim();
    }
}
