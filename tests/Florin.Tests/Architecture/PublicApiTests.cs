namespace Florin.Tests.Architecture;

using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

/// <summary>
/// What users can see of the libraries, a line for each member, beside what was last approved. A change that is meant is
/// approved by running this test with FLORIN_ACCEPT=1, and read in the commit.
/// </summary>
public class PublicApiTests
{
    const string Approved = "tests/Florin.Tests/PublicApi.verified.txt";

    static readonly SymbolDisplayFormat Format = new(
        SymbolDisplayGlobalNamespaceStyle.Omitted,
        SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeVariance,
        SymbolDisplayMemberOptions.IncludeAccessibility | SymbolDisplayMemberOptions.IncludeModifiers
            | SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeRef
            | SymbolDisplayMemberOptions.IncludeConstantValue | SymbolDisplayMemberOptions.IncludeContainingType,
        SymbolDisplayDelegateStyle.NameAndSignature,
        SymbolDisplayExtensionMethodStyle.StaticMethod,
        SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName
            | SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeParamsRefOut
            | SymbolDisplayParameterOptions.IncludeModifiers,
        SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        SymbolDisplayLocalOptions.None,
        SymbolDisplayKindOptions.IncludeTypeKeyword,
        SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    [Fact]
    public void The_public_surface_is_the_approved_one()
    {
        string[] found = [.. Assemblies().SelectMany(each => Types(each.GlobalNamespace)).SelectMany(Members)
            .Order(StringComparer.Ordinal)];
        string path = Path.Combine(Outside.Root, Approved);
        if (Environment.GetEnvironmentVariable("FLORIN_ACCEPT") == "1") File.WriteAllText(path, string.Join('\n', found) + "\n");
        string[] approved = File.Exists(path) ? File.ReadAllLines(path) : [];
        SourceFiles.Clean("the public surface differs (FLORIN_ACCEPT=1 approves it)",
            [.. found.Except(approved).Select(line => "+ " + line), .. approved.Except(found).Select(line => "- " + line)]);
    }

    static IEnumerable<IAssemblySymbol> Assemblies()
    {
        string[] platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        MetadataReference[] own = [.. BuiltFiles.Libraries.Select(path => MetadataReference.CreateFromFile(path))];
        string web = Path.GetDirectoryName(typeof(object).Assembly.Location)!.Replace("Microsoft.NETCore.App", "Microsoft.AspNetCore.App",
            StringComparison.Ordinal);
        var references = platform.Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Concat(Directory.Exists(web) ? Directory.GetFiles(web, "Microsoft.*.dll") : [])
            .Select(MetadataReference (path) => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create("Read", [], [.. own, .. references]);
        return own.Select(each => (IAssemblySymbol)compilation.GetAssemblyOrModuleSymbol(each)!);
    }

    static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol scope) => scope.GetMembers().SelectMany(member => member switch
    {
        INamespaceSymbol inner => Types(inner),
        INamedTypeSymbol type when Seen(type) => [type, .. Types(type)],
        _ => Enumerable.Empty<INamedTypeSymbol>(),
    });

    static IEnumerable<string> Members(INamedTypeSymbol type)
    {
        string within = type.ContainingNamespace.ToDisplayString();
        string bases = string.Join(", ", ((INamedTypeSymbol?[])[type.BaseType, .. type.Interfaces]).OfType<INamedTypeSymbol>()
            .Where(parent => parent.SpecialType == SpecialType.None).Select(parent => parent.ToDisplayString(Format)));
        yield return $"{within}: {Kind(type)} {type.ToDisplayString(Format)}{(bases == "" ? "" : " : " + bases)}";
        foreach (ISymbol member in type.GetMembers().Where(member => member is not INamedTypeSymbol && Seen(member) && !Made(member)))
            yield return $"{within}: {member.ToDisplayString(Format)}";
    }

    static string Kind(INamedTypeSymbol type) => type switch
    {
        { TypeKind: not TypeKind.Class } => "",
        { IsStatic: true } => "static ",
        { IsAbstract: true } => "abstract ",
        { IsSealed: true } => "sealed ",
        _ => "",
    } + (type.IsRecord ? "record" : "type");

    static bool Seen(ISymbol symbol) =>
        symbol.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal;

    /// <summary>Accessors are told with their property; what the compiler writes into every record says nothing.</summary>
    static bool Made(ISymbol member) =>
        member is IMethodSymbol { AssociatedSymbol: not null } or IPropertySymbol { Name: "EqualityContract" }
        || member.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == nameof(CompilerGeneratedAttribute));
}
