namespace Florin;

/// <summary>Simulated loan applicants and what no lender knows of them.</summary>
/// <param name="Table">What a lender would have: the columns that <see cref="CreditSimulator"/> describes.</param>
/// <param name="TruePd">For each row the probability, strictly between 0 and 1, with which its outcome was drawn.</param>
public sealed record CreditSample(Table Table, IReadOnlyList<double> TruePd);
