namespace Florin;

using System.Collections.Immutable;

/// <summary>Simulated loans month by month and what no lender knows of them.</summary>
/// <param name="Table">What a lender would have: the columns that <see cref="PerformanceSimulator"/> describes.</param>
/// <param name="States">What a loan can be in, the best first.</param>
/// <param name="Monthly">The probability of each move within a month, row by row from state to state; with a drift of vintages those of the
/// oldest.</param>
public sealed record PerformanceSample(Table Table, ImmutableArray<string> States, ImmutableArray<double> Monthly);
