namespace Florin;

/// <summary>What a column is for.</summary>
public enum Role
{
    /// <summary>An input of the model.</summary>
    Feature,

    /// <summary>What is to be predicted.</summary>
    Target,

    /// <summary>Names the row; written beside its score.</summary>
    Id,

    /// <summary>When the row was observed: dates, or numbers that grow with time.</summary>
    Time,

    /// <summary>Rows of one group stay on one side of a split.</summary>
    Group,

    /// <summary>Multiplies the row's loss and its part in metrics; not negative.</summary>
    Weight,

    /// <summary>The time or amount at risk of a count; above zero.</summary>
    Exposure,

    /// <summary>Added to the prediction on the link scale.</summary>
    Offset,

    /// <summary>An attribute by which results are compared, such as age; never an input.</summary>
    Protected,

    /// <summary>Known under a name of the recipe, such as the counterparty of a payment.</summary>
    Named,

    /// <summary>Not used.</summary>
    Ignored,
}
