namespace Florin;

using System.Diagnostics.CodeAnalysis;

/// <summary>
/// A model that scores objects: <c>new Model&lt;Loan&gt;(model).Score(loan)</c>. Columns are found by the names of properties, or by
/// <see cref="System.ComponentModel.DataAnnotations.Schema.ColumnAttribute"/>; null is a missing cell. Immutable, and safe to use from many
/// threads; scores have the bits of <see cref="Model.Score(Table, int)"/>.
/// </summary>
/// <typeparam name="T">A type with a public property for every column that the model needs; further ones are not read.</typeparam>
public sealed class Model<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>
{
    readonly CellReader<T>[] cells;

    /// <summary>By step of the features; null: an optional column that the type lacks.</summary>
    readonly CellReader<T>?[] steps;

    /// <summary>Joins a model with a type.</summary>
    /// <param name="model">The model; it stays its owner's to free.</param>
    /// <exception cref="FlorinException">FLR0578: with every column that the type lacks, and every property of another kind.</exception>
    public Model(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Untyped = model;
        cells = CellReader<T>.For(model.Columns);
        steps = [.. model.Features.Encoders.Select(encoder => Array.Find(cells, cell => cell.Name == encoder.Column))];
    }

    /// <summary>The model that scores tables.</summary>
    public Model Untyped { get; }

    /// <summary>The score of one row: the probability of the event, the expected amount, or the expected count of the row's
    /// exposure.</summary>
    /// <exception cref="FlorinException">FLR0579: the model has a score for each of several classes; FLR0516, FLR0569: a number that is
    /// infinite, an exposure that is not above 0.</exception>
    public double Score(T row)
    {
        if (Untyped.Target.Outputs != 1)
            throw new FlorinException("FLR0579", "one score is asked of a model of several classes", $"Model<{typeof(T).Name}>.Score",
                $"{Untyped.Target.Outputs} classes", "ask for Scores");
        return Scores(row)[0];
    }

    /// <summary>The scores of one row: of several classes a probability each, in the order of the target's levels, else one
    /// score.</summary>
    /// <exception cref="FlorinException">As <see cref="Model.Score(Table, int)"/>.</exception>
    public double[] Scores(T row) => Scores([row], 1);

    /// <summary>The scores of rows, row after row; there are <see cref="ModelTarget.Outputs"/> for each.</summary>
    /// <param name="rows">Any number of rows; all are held in memory.</param>
    /// <param name="threads">Threads that score; the scores do not depend on it.</param>
    /// <exception cref="FlorinException">As <see cref="Model.Score(Table, int)"/>.</exception>
    public double[] Score(IEnumerable<T> rows, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return Scores([.. rows], threads);
    }

    /// <summary>A table finds columns by name, which costs a single row more than its score: only an exposure asks for one.</summary>
    double[] Scores(T[] rows, int threads)
    {
        if (Untyped.Target is CountTarget) return Untyped.Score(Table(rows), threads);
        var columns = new Column?[steps.Length];
        for (int i = 0; i < columns.Length; i++) columns[i] = steps[i]?.Column(rows);
        return Untyped.Score(Untyped.Features.Encode(columns, rows.Length), threads);
    }

    /// <summary>The rows as the table that the model reads, for <see cref="RowExplainer"/> and others that take one.</summary>
    public Table ToTable(IEnumerable<T> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return Table([.. rows]);
    }

    Table Table(T[] rows)
    {
        var columns = new Column[cells.Length];
        for (int i = 0; i < columns.Length; i++) columns[i] = cells[i].Column(rows);
        return Florin.Table.From(columns);
    }
}
