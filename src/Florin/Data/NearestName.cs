namespace Florin;

/// <summary>The name that a wrong one was probably meant to be.</summary>
static class NearestName
{
    /// <summary>The candidate with the fewest changed letters, case aside; null when that is more than two letters and a third of the
    /// name.</summary>
    public static string? Of(string name, IEnumerable<string> candidates)
    {
        string? nearest = null;
        int least = Math.Max(2, name.Length / 3) + 1;
        foreach (string candidate in candidates)
        {
            int distance = Distance(name.ToUpperInvariant(), candidate.ToUpperInvariant());
            if (distance >= least) continue;
            least = distance;
            nearest = candidate;
        }

        return nearest;
    }

    /// <summary>Levenshtein's distance; only the row above is needed.</summary>
    static int Distance(string left, string right)
    {
        var above = new int[right.Length + 1];
        for (int j = 0; j <= right.Length; j++) above[j] = j;
        for (int i = 1; i <= left.Length; i++)
        {
            int corner = above[0];
            above[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int kept = corner + (left[i - 1] == right[j - 1] ? 0 : 1);
                corner = above[j];
                above[j] = Math.Min(kept, Math.Min(above[j], above[j - 1]) + 1);
            }
        }

        return above[^1];
    }
}
