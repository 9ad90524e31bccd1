namespace Florin;

using System.Collections.Immutable;
using System.Text.Json.Serialization;

/// <summary>A page of charts, pictures, tables and texts. <c>Save</c> writes it as one HTML file that opens without a network.</summary>
/// <param name="Title">The heading, and the name of the browser's tab.</param>
public sealed record ChartPage(string Title)
{
    /// <summary>A line below the heading.</summary>
    public string? Subtitle { get; init; }

    /// <summary>What the page shows, from top to bottom.</summary>
    public ImmutableArray<PageBlock> Blocks { get; init; } = [];
}

/// <summary>A part of a page.</summary>
/// <param name="Title">Its heading; may be empty.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Chart), "chart")]
[JsonDerivedType(typeof(ImageGrid), "images")]
[JsonDerivedType(typeof(TableBlock), "table")]
[JsonDerivedType(typeof(TextBlock), "text")]
[JsonDerivedType(typeof(ListBlock), "list")]
[JsonDerivedType(typeof(SectionBlock), "section")]
[JsonDerivedType(typeof(VerdictBlock), "verdict")]
public abstract record PageBlock(string Title)
{
    /// <summary>A sentence that says what is to be seen.</summary>
    public string? Caption { get; init; }
}

/// <summary>A paragraph.</summary>
/// <param name="Text">Plain text; a blank line begins a new paragraph.</param>
public sealed record TextBlock(string Text) : PageBlock("")
{
    /// <summary>Whether it is code: every blank and line as it is written, in letters of one width, folded away until it is asked
    /// for.</summary>
    public bool Code { get; init; }
}

/// <summary>Sentences below each other.</summary>
/// <param name="Title">Its heading; may be empty.</param>
public sealed record ListBlock(string Title) : PageBlock(Title)
{
    /// <summary>The sentences.</summary>
    public ImmutableArray<string> Items { get; init; } = [];
}

/// <summary>Begins a part of the page that lasts until the next; a page of three parts or more has a table of contents.</summary>
/// <param name="Title">Its heading.</param>
public sealed record SectionBlock(string Title) : PageBlock(Title);

/// <summary>A table of finished texts: whoever makes it decides on digits and units.</summary>
/// <param name="Title">Its heading; may be empty.</param>
public sealed record TableBlock(string Title) : PageBlock(Title)
{
    /// <summary>The columns from left to right.</summary>
    public ImmutableArray<TableColumn> Columns { get; init; } = [];

    /// <summary>A text for every column of every row.</summary>
    public ImmutableArray<ImmutableArray<string>> Rows { get; init; } = [];

    /// <summary>A value for every row, drawn as a bar beside its texts; empty: none.</summary>
    [JsonConverter(typeof(ChartNumbers))]
    public ImmutableArray<double> Bars { get; init; } = [];

    /// <summary>A heat map: for every cell of every row, row by row, how deep its colour is, 0 to 1; NaN for none. Empty: no
    /// colours.</summary>
    [JsonConverter(typeof(ChartNumbers))]
    public ImmutableArray<double> Shades { get; init; } = [];

    /// <summary>The value of a bar of full length; null: the largest.</summary>
    public double? FullBar { get; init; }

    /// <summary>The same table with one more column; numbers stand right.</summary>
    public TableBlock Column(string name, bool number = false) => this with { Columns = Columns.Add(new TableColumn(name, number)) };

    /// <summary>The same table with one more row.</summary>
    public TableBlock Row(params ReadOnlySpan<string> cells) => this with { Rows = Rows.Add([.. cells]) };
}

/// <summary>The head of a column.</summary>
/// <param name="Name">Shown above the column.</param>
/// <param name="Number">Whether its texts are numbers, which stand right.</param>
public sealed record TableColumn(string Name, bool Number);
