namespace Florin;

using System.Globalization;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

/// <summary>
/// YAML text as nodes with their places. Only what a plan needs is read: one document of scalars, lists and keys. Anchors, aliases and tags
/// are refused, depth and size are bounded, so that no text costs more than its length.
/// </summary>
sealed class PlanYaml
{
    const int LargestFile = 1 << 20, Deepest = 24, MostNodes = 100_000;

    readonly Parser parser;
    readonly string name;
    readonly List<PlanProblem> problems;
    int nodes;

    PlanYaml(string text, string name, List<PlanProblem> problems)
    {
        parser = new Parser(new StringReader(text));
        this.name = name;
        this.problems = problems;
    }

    /// <summary>The text of a file.</summary>
    /// <exception cref="FlorinException">FLR1002: it cannot be read, is too large or is not UTF-8.</exception>
    public static string Text(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            byte[] bytes = new byte[LargestFile + 1];
            int length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (length > LargestFile)
                throw new FlorinException("FLR1002", "the plan is too large", path, "more than 1 MiB", "check that this is a plan");
            ReadOnlySpan<byte> text = bytes.AsSpan(0, length);
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(text.StartsWith("\uFEFF"u8) ? text[3..] : text);
        }
        catch (DecoderFallbackException error)
        {
            throw new FlorinException("FLR1002", "the plan is not UTF-8", path,
                string.Create(CultureInfo.InvariantCulture, $"another encoding at byte {error.Index}"), "save it as UTF-8", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new FlorinException("FLR1002", "the plan cannot be read", path, error.GetType().Name,
                "check the path and the right to read it", error);
        }
    }

    /// <summary>The document's node, null when the text is no YAML or not of the allowed kind; then there is a problem more.</summary>
    public static PlanNode? Read(string text, string name, List<PlanProblem> problems)
    {
        if (text.Length > LargestFile)
        {
            problems.Add(new PlanProblem("FLR1002", "", "the plan is too large") { Place = name, Found = "more than 1 MiB" });
            return null;
        }

        var reader = new PlanYaml(text, name, problems);
        try
        {
            return reader.Document();
        }
        catch (FormException error)
        {
            problems.Add(error.Problem);
        }
        catch (YamlException error)
        {
            problems.Add(reader.Broken(text, error.Start, Sentence(error.Message)));
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // The parser meets some broken texts with these instead of its own exception.
            problems.Add(reader.Broken(text, reader.parser.Current?.End ?? Mark.Empty, "brackets, quotes or marks that do not fit"));
        }

        return null;
    }

    public static string Place(string name, int line, int column) => string.Create(CultureInfo.InvariantCulture, $"{name}:{line}:{column}");

    PlanNode Document()
    {
        parser.Consume<StreamStart>();
        if (parser.Accept<StreamEnd>(out StreamEnd? end))
            throw Form("FLR1003", end, "the plan is empty", "nothing", "begin with recipe: and data:");
        parser.Consume<DocumentStart>();
        PlanNode node = Node(0);
        parser.Consume<DocumentEnd>();
        if (!parser.Accept<StreamEnd>(out _))
            throw Form("FLR1004", parser.Current!, "a file holds one plan", "another document", "give each plan a file of its own");
        return node;
    }

    PlanNode Node(int depth)
    {
        ParsingEvent current = parser.Current!;
        if (++nodes > MostNodes) throw Form("FLR1005", current, "the plan has too many values", "more than 100000", "shorten its lists");
        if (depth > Deepest) throw Form("FLR1005", current, "the plan is nested too deeply", "more than 24 levels", "check brackets");
        if (current is AnchorAlias or NodeEvent { Anchor.IsEmpty: false })
            throw Form("FLR1004", current, "a plan has no anchors and aliases", "& or *", "write the value where it is meant, or quote it");
        if (current is NodeEvent { Tag.IsEmpty: false } tagged && !(tagged is Scalar { Tag.IsNonSpecific: true }))
            throw Form("FLR1004", current, "a plan has no tags", "!", "leave the tag out, or quote the value");
        switch (current)
        {
            case Scalar scalar:
                parser.MoveNext();
                return Of(scalar);
            case SequenceStart:
                return Items(depth, current);
            case MappingStart:
                return Keys(depth, current);
            default:
                throw Form("FLR1003", current, "the text is not YAML", current.GetType().Name, "check indentation and brackets");
        }
    }

    PlanList Items(int depth, ParsingEvent start)
    {
        List<PlanNode> items = [];
        parser.MoveNext();
        while (parser.Current is not SequenceEnd) items.Add(Node(depth + 1));
        parser.MoveNext();
        return new PlanList(Line(start), Column(start), items);
    }

    PlanKeys Keys(int depth, ParsingEvent start)
    {
        Dictionary<string, PlanScalar> first = new(StringComparer.Ordinal);
        List<(PlanScalar, PlanNode)> pairs = [];
        parser.MoveNext();
        while (parser.Current is not MappingEnd)
        {
            ParsingEvent at = parser.Current!;
            if (Node(depth + 1) is not PlanScalar key)
                throw Form("FLR1003", at, "a key is a word", "a list or keys", "quote it, or check brackets");
            PlanNode value = Node(depth + 1);
            if (first.TryAdd(key.Text, key)) pairs.Add((key, value));
            else
                problems.Add(new PlanProblem("FLR1006", key.Text, "a key is there twice")
                {
                    Place = Place(name, key.Line, key.Column),
                    Found = string.Create(CultureInfo.InvariantCulture, $"\"{key.Text}\" also in line {first[key.Text].Line}"),
                    Fix = "keep one of them",
                });
        }

        parser.MoveNext();
        return new PlanKeys(Line(start), Column(start), pairs);
    }

    static PlanScalar Of(Scalar scalar) => new(Line(scalar), Column(scalar), scalar.Value, scalar.Style == ScalarStyle.Plain);

    FormException Form(string code, ParsingEvent at, string message, string found, string fix) =>
        new(new PlanProblem(code, "", message) { Place = Place(name, Line(at), Column(at)), Found = found, Fix = fix });

    static int Line(ParsingEvent at) => (int)at.Start.Line;

    static int Column(ParsingEvent at) => (int)at.Start.Column;

    /// <summary>A tab before the first word is what the parser least explains.</summary>
    PlanProblem Broken(string text, Mark at, string found)
    {
        int tab = Array.FindIndex(text.Split('\n'), line => line.AsSpan(0, line.Length - line.AsSpan().TrimStart().Length).Contains('\t'));
        return new PlanProblem("FLR1003", "", "the text is not YAML")
        {
            Place = tab >= 0 ? Place(name, tab + 1, 1) : Place(name, (int)at.Line, (int)at.Column),
            Found = tab >= 0 ? "a tab before the first word" : found,
            Fix = tab >= 0 ? "indent with blanks" : "check indentation, quotes and brackets there and in the line above",
        };
    }

    /// <summary>The parser's message without the place, which it puts in front in parentheses.</summary>
    static string Sentence(string message) =>
        message[(message.LastIndexOf("): ", StringComparison.Ordinal) is var at and >= 0 ? at + 3 : 0)..];

    /// <summary>Ends the reading of a text whose form is not that of a plan.</summary>
    sealed class FormException(PlanProblem problem) : Exception
    {
        public PlanProblem Problem { get; } = problem;
    }
}
