namespace Florin.Graph;

/// <summary>Errors found while a graph is built, before any data is read: each names the layer.</summary>
static class GraphErrors
{
    public static FlorinException Shape(Node at, string expected, Florin.Shape found, string? fix = null)
    {
        string path = at.Builder.Path.Length > 0 ? at.Builder.Path : at.Path;
        return new FlorinException("FLR0102", "the shapes do not fit: " + expected, path.Length > 0 ? path : "the net", found.ToString(),
            fix ?? "change the size of this layer, or reshape what comes before it");
    }

    public static FlorinException Argument(string layer, string expected, object found, string fix) =>
        new("FLR0103", expected, layer, Convert.ToString(found, System.Globalization.CultureInfo.InvariantCulture), fix);
}
