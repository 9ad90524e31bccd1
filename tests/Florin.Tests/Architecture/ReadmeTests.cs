namespace Florin.Tests;

using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

/// <summary>What the README shows works as it stands: programs compile, print what is said, and links lead somewhere.</summary>
public sealed partial class ReadmeTests
{
    static readonly string Text = File.ReadAllText(Path.Combine(Outside.Root, "README.md"));

    public static TheoryData<int> Programs => [.. Enumerable.Range(0, ProgramPattern().Count(Text))];

    /// <summary>A block of C# is a program; a block of text right after it is what it prints.</summary>
    [Theory]
    [MemberData(nameof(Programs))]
    public void A_program_prints_what_is_said(int number)
    {
        Match program = ProgramPattern().Matches(Text)[number];
        string folder = Directory.CreateTempSubdirectory("florin-readme").FullName, file = Path.Combine(folder, "loans.csv");
        File.WriteAllText(file, "income,age,repaid\n2400,31,1\n1800,45,0\n3100,28,1\n");
        string literal = SymbolDisplay.FormatLiteral(file, quote: true);
        string source = program.Groups["code"].Value.Replace("\"loans.csv\"", literal, StringComparison.Ordinal);
        Assert.True(program.Groups["printed"].Success, "a program of the README says what it prints:\n" + source);
        Assert.Equal(Lines(program.Groups["printed"].Value), Lines(Run(source)));
        Directory.Delete(folder, recursive: true);
    }

    public static TheoryData<string> Samples =>
        [.. new DirectoryInfo(Path.Combine(Outside.Root, "samples")).GetFiles("*.cs").Select(file => file.Name).Order()];

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_sample_compiles_and_the_README_names_it(string name)
    {
        string source = File.ReadAllText(Path.Combine(Outside.Root, "samples", name));
        Compile(Regex.Replace(source, "^#:.*$", "", RegexOptions.Multiline), false);
        Assert.Contains(name, Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_path_that_the_README_links_exists()
    {
        string[] paths = [.. LinkPattern().Matches(Text).Select(link => link.Groups[1].Value.Split('#')[0])
            .Where(path => path.Length > 0 && !path.Contains("://", StringComparison.Ordinal))];
        Assert.NotEmpty(paths);
        Assert.Equal([], (string[])[.. paths.Where(path => !Path.Exists(Path.Combine(Outside.Root, path)))]);
    }

    [Fact]
    public void Every_layer_is_in_the_table_of_the_README()
    {
        Type[] layers = [.. typeof(Layer).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(Layer)))];
        Type[] optimizers = [.. typeof(Layer).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(Optimizer)))];
        Assert.NotEmpty(layers);
        string[] names = [.. layers.Concat(optimizers).Select(type => type.Name)];
        Assert.Equal([], (string[])[.. names.Where(name => !Regex.IsMatch(Text, $@"\b{name}\b"))]);
    }

    static string[] Lines(string text) => [.. text.TrimEnd().Split('\n').Select(line => line.TrimEnd())];

    static string Run(string source)
    {
        Assembly assembly = Assembly.Load(Compile(source, true));
        MethodInfo main = assembly.EntryPoint!;
        main.Invoke(null, main.GetParameters().Length == 0 ? [] : [Array.Empty<string>()]);
        return assembly.GetType("Console")!.GetField("Said")!.GetValue(null)!.ToString()!;
    }

    /// <summary>A console of the program's own, so that tests beside this one cannot write into it.</summary>
    const string Console = """
        static class Console
        {
            public static readonly System.Text.StringBuilder Said = new();
            public static void WriteLine(object value) => Said.Append(value).Append('\n');
        }
        """;

    const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    static byte[] Compile(string source, bool quiet)
    {
        string[] platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        string[] sources = quiet ? [source, Usings, Console] : [source, Usings];
        CSharpCompilation compilation = CSharpCompilation.Create(
            $"readme{Guid.NewGuid():N}",
            sources.Select(text => CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Preview))),
            platform.Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
                .Concat(Architecture.BuiltFiles.Libraries).Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        using var bytes = new MemoryStream();
        IEnumerable<string> errors = compilation.Emit(bytes).Diagnostics
            .Where(found => found.Severity == DiagnosticSeverity.Error).Select(found => found.ToString());
        Assert.Empty(errors);
        return bytes.ToArray();
    }

    [GeneratedRegex(
        @"^```csharp\r?\n(?<code>.*?)^```\r?\n(\s*^```text\r?\n(?<printed>.*?)^```)?", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex ProgramPattern();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex LinkPattern();
}
