namespace Florin.Tests.Architecture;

using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

/// <summary>The repository's own text: what git tracks, and its C# parsed once.</summary>
static class SourceFiles
{
    static readonly string[] Passing = ["artifacts", "bin", "obj", "node_modules", ".git", "runs"];

    static readonly CSharpParseOptions Language = new(LanguageVersion.Preview);

    static readonly Lazy<string[]> Files = new(List);

    static readonly Lazy<SyntaxTree[]> Trees =
        new(() => [.. Tracked.Where(path => path.EndsWith(".cs", StringComparison.Ordinal)).Select(Parse)]);

    /// <summary>Paths from the root, with forward slashes.</summary>
    public static IReadOnlyList<string> Tracked => Files.Value;

    /// <summary>Every C# file but generated ones.</summary>
    public static IEnumerable<SyntaxTree> Written => Trees.Value.Where(tree => !tree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal));

    public static IEnumerable<SyntaxTree> Under(string folder) =>
        Trees.Value.Where(tree => tree.FilePath.StartsWith(folder + "/", StringComparison.Ordinal));

    public static string Text(string path) => File.ReadAllText(Path.Combine(Outside.Root, path));

    public static SyntaxTree Parse(string path) => CSharpSyntaxTree.ParseText(Text(path), Language, path);

    public static SyntaxTree ParseText(string text) => CSharpSyntaxTree.ParseText(text, Language, "given.cs");

    /// <summary>Where a node stands, as an editor opens it.</summary>
    public static string Place(SyntaxNode node) =>
        $"{node.SyntaxTree.FilePath}:{node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}";

    public static void Clean(string rule, IEnumerable<string> violations)
    {
        string[] found = [.. violations];
        Assert.True(found.Length == 0, $"{rule}: {found.Length} violations\n  {string.Join("\n  ", found)}");
    }

    /// <summary>A copy without git, such as an archive, is searched by folder.</summary>
    static string[] List() =>
        Git() ?? [.. Directory.EnumerateFiles(Outside.Root, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Outside.Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(Passing.Contains))];

    static string[]? Git()
    {
        try
        {
            using Process git = Process.Start(new ProcessStartInfo("git", ["ls-files", "--cached", "--others", "--exclude-standard"])
            {
                WorkingDirectory = Outside.Root,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            string text = git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            return git.ExitCode == 0 ? [.. text.Split('\n').Where(path => File.Exists(Path.Combine(Outside.Root, path)))] : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
