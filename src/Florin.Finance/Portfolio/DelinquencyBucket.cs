namespace Florin;

/// <summary>A range of days past due (dpd), up to the next bucket.</summary>
/// <param name="Name">Such as "30-59".</param>
/// <param name="FromDays">Its first day past due; 0 for the best bucket, above the one before for the others.</param>
public sealed record DelinquencyBucket(string Name, int FromDays)
{
    /// <summary>The state of a loan that its lender holds for defaulted.</summary>
    public const string Default = "default";

    /// <summary>The state of a loan that is repaid.</summary>
    public const string PaidOff = "paid off";

    /// <summary>current, 1-29, 30-59, 60-89, 90+.</summary>
    public static EquatableArray<DelinquencyBucket> Usual { get; } =
        [new("current", 0), new("1-29", 1), new("30-59", 30), new("60-89", 60), new("90+", 90)];

    /// <summary>What keeps a list from being one of buckets; null: nothing.</summary>
    internal static string? Fault(EquatableArray<DelinquencyBucket> buckets)
    {
        DelinquencyBucket[] all = [.. buckets];
        return all.Length is < 2 or > 50 ? "give 2 to 50 buckets"
            : all[0].FromDays != 0 ? "let the first bucket begin with 0 days"
            : all.Zip(all.Skip(1)).Any(pair => pair.First.FromDays >= pair.Second.FromDays) ? "let the days rise from bucket to bucket"
            : all.Any(each => string.IsNullOrWhiteSpace(each.Name) || each.Name is Default or PaidOff)
                || all.DistinctBy(each => each.Name).Count() < all.Length
                ? "give every bucket a name of its own, not \"default\" or \"paid off\""
            : null;
    }
}
