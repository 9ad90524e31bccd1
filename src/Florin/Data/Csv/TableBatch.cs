namespace Florin;

/// <summary>Consecutive rows of a file, every one of them and in its order: a row that cannot be read is there, with a problem, and those
/// of its cells that could not be read are missing.</summary>
/// <param name="Table">The rows; <see cref="Table.RowNumber"/> counts through the whole file.</param>
/// <param name="Problems">What is wrong with rows of this batch, in their order; a row may have several.</param>
public sealed record TableBatch(Table Table, IReadOnlyList<RowProblem> Problems)
{
    /// <summary>What is wrong with a row of the batch, counted from 0; null when nothing is.</summary>
    public string? ErrorAt(int row)
    {
        long number = Table.RowNumber(row);
        int first = FirstFrom(number);
        string[] found = [.. Problems.Skip(first).TakeWhile(problem => problem.Row == number).Select(problem => problem.ToString())];
        return found.Length == 0 ? null : string.Join("; ", found);
    }

    /// <summary>By halves, since a file may have a problem in every row.</summary>
    int FirstFrom(long number)
    {
        int low = 0, high = Problems.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (Problems[middle].Row < number) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
