namespace Florin;

using System.Globalization;

/// <summary>What can be wrong between a plan and a database. No cell, no address, no user and no password enters a message.</summary>
static class SqlErrors
{
    const int Shown = 20;

    public static FlorinException NotSqlite(string path, string found) => new(
        "FLR1581", "this is no SQLite database", path, found, "give a file that SQLite wrote; a CSV file has no table to name");

    public static FlorinException NoTable(string place, string? name, IReadOnlyCollection<string> names) => new(
        "FLR1582", name is null ? "a database needs a table or a query" : "there is no table or view of this name", place,
        name is null ? "neither" : $"\"{name}\"", NearestOr(name ?? "", names, "the tables are "));

    public static FlorinException NoOrder(string place) => new(
        "FLR1583", "the rows have no order, so that a run could not be repeated", place, "no primary key, and no order",
        "name columns that differ in every row: order: [id] in a plan, --order id in a command");

    public static FlorinException SameOrder(string place, IEnumerable<string> columns) => new(
        "FLR1584", "the order does not tell all rows apart", place, "two rows or more with the same " + string.Join(", ", columns),
        "add a column to order, until no two rows have the same");

    public static FlorinException NoOrderColumn(string place, string name, IReadOnlyCollection<string> names) => new(
        "FLR1585", "there is no column of this name to sort by", place, $"\"{name}\"", NearestOr(name, names, "the columns are "));

    public static FlorinException NoConnection(string variable, string file) => new(
        "FLR1586", "it is not said how to reach PostgreSQL", $"the environment variable {variable}", "nothing",
        $"set {variable} to Host=…;Database=…;Username=…;Password=…, or {file} to a file that holds it");

    public static FlorinException BadConnection(string place) => new(
        "FLR1587", "this does not say how to reach PostgreSQL", place, "a text that cannot be read (it is not shown)",
        "write Host=…;Database=…;Username=…;Password=…");

    public static FlorinException Refused(string place, string found) => new(
        "FLR1588", "PostgreSQL cannot be reached, or refuses", place, found,
        "check host, port, database, user and password where the connection string stands; psql tells more");

    public static FlorinException Query(string place, string found) => new(
        "FLR1589", "the database cannot answer", place, found, "try the query in the database's own program");

    static string NearestOr(string name, IReadOnlyCollection<string> names, string all) =>
        NearestName.Of(name, names) is { } near ? $"did you mean \"{near}\"?"
        : names.Count == 0 ? "there are none" : all + string.Join(", ", names.Take(Shown)) + (names.Count > Shown ? " …" : "");

    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
