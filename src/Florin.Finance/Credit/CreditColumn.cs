namespace Florin;

/// <summary>What a policy adds behind a score: a column of files, a field of answers. One of <paramref name="Number"/> and
/// <paramref name="Text"/> is there.</summary>
/// <param name="Name">points, grade or decision.</param>
/// <param name="Number">The number for a score, 0 to 1; null: it is a text.</param>
/// <param name="Text">The text for a score; null: it is a number.</param>
public sealed record CreditColumn(string Name, Func<double, double>? Number, Func<double, string>? Text);
