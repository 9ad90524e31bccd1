namespace Florin;

/// <summary>The roles that a plan gives to columns, by name; a column that is not named is a feature.</summary>
public sealed record ColumnRoles
{
    /// <summary>The column to be predicted.</summary>
    public string? Target { get; init; }

    /// <summary>The target's value that counts as an event, as text; numbers by value.</summary>
    public string? Positive { get; init; }

    /// <inheritdoc cref="Role.Id"/>
    public string? Id { get; init; }

    /// <inheritdoc cref="Role.Time"/>
    public string? Time { get; init; }

    /// <inheritdoc cref="Role.Group"/>
    public string? Group { get; init; }

    /// <inheritdoc cref="Role.Weight"/>
    public string? Weight { get; init; }

    /// <inheritdoc cref="Role.Exposure"/>
    public string? Exposure { get; init; }

    /// <inheritdoc cref="Role.Offset"/>
    public string? Offset { get; init; }

    /// <inheritdoc cref="Role.Protected"/>
    public IReadOnlyList<string> Protected { get; init; } = [];

    /// <summary>Columns that are not used.</summary>
    public IReadOnlyList<string> Drop { get; init; } = [];

    /// <summary>Columns that may be absent from a table.</summary>
    public IReadOnlyList<string> Optional { get; init; } = [];

    /// <summary>Columns that a recipe asks for under names of its own, such as counterparty: TERMINAL_ID.</summary>
    public IReadOnlyDictionary<string, string> Named { get; init; } = new Dictionary<string, string>();

    /// <summary>Every role that is given, in this order, with the name the plan uses for it.</summary>
    internal IEnumerable<(Role Role, string As, string Column)> All()
    {
        (Role Role, string As, string? Column)[] all =
        [
            (Role.Target, "target", Target), (Role.Id, "id", Id), (Role.Time, "time", Time), (Role.Group, "group", Group),
            (Role.Weight, "weight", Weight), (Role.Exposure, "exposure", Exposure), (Role.Offset, "offset", Offset),
            .. Protected.Distinct().Select(name => (Role.Protected, "protected", (string?)name)),
            .. Named.Select(named => (Role.Named, named.Key, (string?)named.Value)),
            .. Drop.Distinct().Select(name => (Role.Ignored, "drop", (string?)name)),
        ];
        return all.Where(role => role.Column is not null).Select(role => (role.Role, role.As, role.Column!));
    }
}
