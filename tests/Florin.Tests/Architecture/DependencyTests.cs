namespace Florin.Tests.Architecture;

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

/// <summary>
/// The arrows between the folders of Florin. Types that users meet all live in one namespace, so usings say little: each name is resolved
/// and the file that declares it looked up.
/// </summary>
public class DependencyTests
{
    static readonly string[] Leaves = ["Metrics", "Errors", "Files", "Charts"];

    static readonly SymbolDisplayFormat Short = SymbolDisplayFormat.CSharpShortErrorMessageFormat;

    /// <summary>A folder and what stands directly to its right.</summary>
    static readonly Dictionary<string, string[]> Arrows = new()
    {
        ["Explain"] = ["Evaluation"],
        ["Privacy"] = ["Evaluation"],
        ["Storage"] = ["Evaluation"],
        ["Report"] = ["Evaluation"],
        ["Evaluation"] = ["Models"],
        ["Models"] = ["Training", "Regression", "Features", "Boosting"],
        ["Regression"] = ["Training"],
        ["Training"] = ["Nn"],
        ["Nn"] = ["Graph"],
        ["Graph"] = ["Kernels"],
        ["Kernels"] = [],
        ["Boosting"] = ["Features"],
        ["Features"] = ["Data", "Kernels"],
        ["Data"] = [],
        ["Metrics"] = [],
        ["Errors"] = [],
        ["Files"] = [],
        ["Charts"] = [],
    };

    [Fact]
    public void Every_folder_has_a_place() => SourceFiles.Clean("folders that the design does not name",
        SourceFiles.Under("src/Florin").Select(tree => Folder(tree.FilePath)).Distinct().Where(folder => !Arrows.ContainsKey(folder)));

    [Fact]
    public void No_arrow_goes_back()
    {
        SyntaxTree[] trees = [.. SourceFiles.Under("src/Florin")];
        CSharpCompilation compilation = Compile(trees);
        SourceFiles.Clean("a folder uses what does not stand to its right",
            trees.SelectMany(tree => Violations(compilation, tree)).Distinct());
    }

    [Fact]
    public void An_arrow_that_goes_back_is_found()
    {
        SyntaxTree nn = SourceFiles.ParseText("class A { B? b; object C() => new B(); }").WithFilePath("src/Florin/Nn/A.cs");
        SyntaxTree training = SourceFiles.ParseText("class B { A? a; }").WithFilePath("src/Florin/Training/B.cs");
        CSharpCompilation compilation = Compile([nn, training]);
        Assert.Equal(["src/Florin/Nn/A.cs:1 uses B of Training"], Violations(compilation, nn).Distinct());
        Assert.Empty(Violations(compilation, training));
    }

    /// <summary>From the program to the engine; only the assembly of databases may bring a native library.</summary>
    [Fact]
    public void No_assembly_refers_back()
    {
        string[] order = ["Florin.Cli", "Florin.AspNetCore", "Florin.Sql", "Florin.Finance", "Florin"];
        foreach (string project in order)
        {
            string text = SourceFiles.Text($"src/{project}/{project}.csproj");
            Assert.All(order.Take(Array.IndexOf(order, project) + 1),
                earlier => Assert.DoesNotContain($"Include=\"../{earlier}/{earlier}.csproj\"", text, StringComparison.Ordinal));
            Assert.Equal(project == "Florin.Sql", text.Contains("Sqlite", StringComparison.Ordinal));
        }
    }

    static CSharpCompilation Compile(IEnumerable<SyntaxTree> trees)
    {
        SyntaxTree usings = SourceFiles.ParseText("""
            global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
            global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
            global using Real = System.Single; global using Vec = System.Runtime.Intrinsics.Vector512<float>;
            """);
        string[] platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        var references = platform.Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path));
        return CSharpCompilation.Create("Read", [usings, .. trees], references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
    }

    static IEnumerable<string> Violations(CSharpCompilation compilation, SyntaxTree tree)
    {
        SemanticModel model = compilation.GetSemanticModel(tree);
        HashSet<string> allowed = Reachable(Folder(tree.FilePath));
        foreach (SyntaxNode node in tree.GetRoot().DescendantNodes()
            .Where(node => node is SimpleNameSyntax or ImplicitObjectCreationExpressionSyntax))
        {
            if (model.GetSymbolInfo(node).Symbol is not { } symbol) continue;
            string[] homes = [.. symbol.OriginalDefinition.DeclaringSyntaxReferences.Select(place => place.SyntaxTree.FilePath)
                .Where(path => path.StartsWith("src/", StringComparison.Ordinal)).Select(Folder)];
            // A namespace belongs to nobody; a partial type may have parts in several folders.
            if (symbol is not INamespaceSymbol && homes.Length > 0 && !homes.Any(allowed.Contains))
                yield return $"{SourceFiles.Place(node)} uses {symbol.ToDisplayString(Short)} of {homes[0]}";
        }
    }

    static HashSet<string> Reachable(string folder)
    {
        HashSet<string> reached = [.. Leaves];
        var waiting = new Stack<string>([folder]);
        while (waiting.TryPop(out string? next))
            if (reached.Add(next) || next == folder)
                foreach (string right in Arrows.GetValueOrDefault(next, [])) if (!reached.Contains(right)) waiting.Push(right);
        return reached;
    }

    static string Folder(string path) => path.Split('/') is [_, _, var folder, _, ..] ? folder : "(root)";
}
