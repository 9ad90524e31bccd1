namespace Florin;

using System.Collections.Immutable;

/// <summary>Why a row has its score: what each column adds to, or takes from, the score of a reference.</summary>
/// <param name="Score">The row's score.</param>
/// <param name="Reference">Whom the row is compared with, in words.</param>
/// <param name="ReferenceScore">The score of the reference.</param>
/// <param name="Shares">What each column contributes, the largest first. They add up to score − reference score, but for the
/// residual.</param>
/// <param name="Residual">Score − reference score − the sum of the shares: at most 1e-4, or the explanation fails.</param>
public sealed record RowExplanation(double Score, string Reference, double ReferenceScore, ImmutableArray<ColumnShare> Shares,
    double Residual)
{
    /// <summary>The class whose probability is explained; null: the score is one number.</summary>
    public string? Class { get; init; }
}

/// <summary>What a column, or a group of columns, contributes to a row's score.</summary>
/// <param name="Column">The column, or the name of the group.</param>
/// <param name="Cell">The row's own cell as text; null: missing, or a group.</param>
/// <param name="Typical">What is typical of the reference; null: nothing is.</param>
/// <param name="Share">The contribution, in units of the score.</param>
/// <param name="StandardError">Of the contribution, where it was sampled; null: it was not.</param>
public sealed record ColumnShare(string Column, string? Cell, string? Typical, double Share, double? StandardError = null);
