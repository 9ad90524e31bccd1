namespace Florin.Tests.Architecture;

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

/// <summary>
/// The sizes the code keeps: lines that hold code in an assembly, and the limits of a file, a line, a method and its parameters.
/// </summary>
public class BudgetTests(ITestOutputHelper output)
{
    const int FileLines = 400, LineColumns = 140, MethodLines = 40, Parameters = 7;

    static readonly string[] Engine = ["Kernels", "Graph", "Nn", "Training"];

    static readonly string[] Own = ["Florin", "Florin.Finance"];

    static readonly string[] Texts = [".cs", ".ts", ".mts", ".mjs", ".py", ".css"];

    [Fact]
    public void Assemblies_keep_their_budgets()
    {
        int rest = Lines(tree => tree.FilePath.StartsWith("src/", StringComparison.Ordinal) && !Own.Contains(Part(tree, 1)));
        SourceFiles.Clean("code lines beyond the budget",
        [
            .. Budget("Florin", 19_000, Lines(tree => InAssembly(tree, "Florin"))),
            .. Budget("Kernels, Graph, Nn, Training", 8_400, Lines(tree => InAssembly(tree, "Florin") && Engine.Contains(Part(tree, 2)))),
            .. Budget("Florin.Finance", 22_000, Lines(tree => InAssembly(tree, "Florin.Finance"))),
            .. Budget("the other assemblies", 6_000, rest),
            .. SourceFiles.Under("src/Florin.Finance").Where(tree => tree.FilePath.Count(c => c == '/') > 2).Select(tree => Part(tree, 2))
                .Distinct()
                .SelectMany(field => Budget("Florin.Finance/" + field, 8_000,
                    Lines(tree => InAssembly(tree, "Florin.Finance") && Part(tree, 2) == field))),
        ]);
    }

    [Fact]
    public void A_file_has_at_most_400_lines() => SourceFiles.Clean("files too long", Read()
        .Where(file => file.Lines.Length > FileLines).Select(file => $"{file.Path}: {file.Lines.Length} lines"));

    [Fact]
    public void A_line_has_at_most_140_columns() => SourceFiles.Clean("lines too long", Read()
        .SelectMany(file => file.Lines.Index().Where(line => line.Item.Length > LineColumns)
            .Select(line => $"{file.Path}:{line.Index + 1}: {line.Item.Length} columns")));

    [Fact]
    public void A_method_has_at_most_40_lines() => SourceFiles.Clean("methods too long",
        from tree in SourceFiles.Written
        from node in tree.GetRoot().DescendantNodes()
        where node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax
        let lines = Height(node)
        where lines > MethodLines
        select $"{SourceFiles.Place(node)}: {lines} lines");

    /// <summary>
    /// A kernel takes its matrices as BLAS does, pointer and stride, and counters one by one; the list of a record names its fields.
    /// </summary>
    [Fact]
    public void A_method_has_at_most_7_parameters() => SourceFiles.Clean("too many parameters",
        from tree in SourceFiles.Written
        from list in tree.GetRoot().DescendantNodes().OfType<ParameterListSyntax>()
        where list.Parameters.Count > Parameters && list.Parent is not RecordDeclarationSyntax
            && !tree.FilePath.StartsWith("src/Florin/Kernels/", StringComparison.Ordinal)
        select $"{SourceFiles.Place(list)}: {list.Parameters.Count} parameters");

    [Fact]
    public void Only_lines_that_hold_code_count() => Assert.Equal(3, CodeLines(SourceFiles.ParseText("""
        // why

        class A
        {
            /* a
               b */
        }
        """)));

    /// <summary>From the first word, attributes left out, to the last brace.</summary>
    static int Height(SyntaxNode node)
    {
        SyntaxToken first = node.ChildNodesAndTokens().SkipWhile(child => child.IsKind(SyntaxKind.AttributeList)).First() is var child
            && child.IsToken
            ? child.AsToken()
            : child.AsNode()!.GetFirstToken();
        return LineOf(node.GetLastToken().Span.End, node.SyntaxTree) - LineOf(first.SpanStart, node.SyntaxTree) + 1;
    }

    static int LineOf(int position, SyntaxTree tree) => tree.GetText().Lines.GetLineFromPosition(position).LineNumber;

    static int Lines(Func<SyntaxTree, bool> chosen) => SourceFiles.Written.Where(chosen).Sum(CodeLines);

    static int CodeLines(SyntaxTree tree)
    {
        var lines = new HashSet<int>();
        foreach (SyntaxToken token in tree.GetRoot().DescendantTokens().Where(token => token.Span.Length > 0))
            for (int line = LineOf(token.SpanStart, tree); line <= LineOf(token.Span.End, tree); line++) lines.Add(line);
        return lines.Count;
    }

    static bool InAssembly(SyntaxTree tree, string name) => tree.FilePath.StartsWith($"src/{name}/", StringComparison.Ordinal);

    static string Part(SyntaxTree tree, int index) => tree.FilePath.Split('/')[index];

    IEnumerable<string> Budget(string name, int limit, int lines)
    {
        output.WriteLine($"{name}: {lines} of {limit} code lines");
        return lines > limit ? [$"{name}: {lines} of {limit}"] : [];
    }

    static IEnumerable<(string Path, string[] Lines)> Read() => SourceFiles.Tracked
        .Where(path => Texts.Contains(Path.GetExtension(path)) && !path.EndsWith(".g.cs", StringComparison.Ordinal))
        .Select(path => (path, SourceFiles.Text(path).TrimEnd('\n').Split('\n').Select(line => line.TrimEnd('\r')).ToArray()));
}
