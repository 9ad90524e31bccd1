namespace Florin.Tests.Architecture;

using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

/// <summary>What the code never does.</summary>
public class HygieneTests
{
    static readonly SyntaxKind[] Closed = [SyntaxKind.AbstractKeyword, SyntaxKind.SealedKeyword, SyntaxKind.StaticKeyword];

    /// <summary>Written in two pieces, so that this file does not hold them.</summary>
    static readonly string[] Unwanted =
    [
        "/wor" + "k/", "/roo" + "t/", "/hom" + "e/",
        "nuget" + ".org", "npmjs" + ".", "pypi" + ".org", "pythonhosted" + ".org", "crates" + ".io", "yarnpkg" + ".com",
    ];

    static readonly string[] Binary = [".png", ".bin", ".onnx", ".safetensors", ".woff2", ".zip", ".florin"];

    /// <summary>Open to be derived from only where derived classes are the point; the parts of a partial class speak together.</summary>
    [Fact]
    public void Public_classes_are_abstract_sealed_or_static() => SourceFiles.Clean("open public classes",
        from tree in SourceFiles.Under("src")
        from type in tree.GetRoot().DescendantNodes().OfType<TypeDeclarationSyntax>()
        where type is ClassDeclarationSyntax || type is RecordDeclarationSyntax record
            && !record.ClassOrStructKeyword.IsKind(SyntaxKind.StructKeyword)
        group type by tree.FilePath.Split('/')[1] + "/" + FullName(type) into parts
        let words = parts.SelectMany(part => part.Modifiers).Select(word => word.Kind()).ToHashSet()
        where words.Contains(SyntaxKind.PublicKeyword) && !Closed.Any(words.Contains)
        select SourceFiles.Place(parts.First()) + " " + parts.Key);

    [Fact]
    public void The_libraries_never_use_the_console() => Assert.All(BuiltFiles.Libraries, NeverUsesTheConsole);

    static void NeverUsesTheConsole(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        MetadataReader reader = file.GetMetadataReader();
        SourceFiles.Clean("types used", reader.TypeReferences.Select(reader.GetTypeReference)
            .Select(type => reader.GetString(type.Namespace) + "." + reader.GetString(type.Name)).Where(name => name == "System.Console"));
    }

    [Fact]
    public void No_file_names_a_machine_or_a_registry() => SourceFiles.Clean("paths of a machine, or hosts of a registry",
        from path in SourceFiles.Tracked
        where !Binary.Contains(Path.GetExtension(path))
        from line in SourceFiles.Text(path).Split('\n').Index()
        from word in Unwanted
        where line.Item.Contains(word, StringComparison.OrdinalIgnoreCase)
        select $"{path}:{line.Index + 1}: {word}");

    static string FullName(SyntaxNode type) =>
        string.Join('.', type.AncestorsAndSelf().OfType<TypeDeclarationSyntax>()
            .Select(part => part.Identifier.Text + part.TypeParameterList));
}
