namespace Florin;

/// <summary>What the cells of a column are.</summary>
public enum ColumnKind
{
    /// <summary>Numbers: a <see cref="NumberColumn"/>.</summary>
    Number,

    /// <summary>Levels, such as grades or branches: a <see cref="CategoryColumn"/>.</summary>
    Category,

    /// <summary>Days or moments: a <see cref="DateColumn"/>.</summary>
    Date,

    /// <summary>Free text: a <see cref="TextColumn"/>.</summary>
    Text,
}
