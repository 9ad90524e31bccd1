namespace Florin;

using Florin.Graph;
using Florin.Storage;
using Florin.Storage.Onnx;

/// <summary>Models and trained nets for other runtimes.</summary>
public static class OnnxExport
{
    /// <summary>
    /// Writes what <c>Predict</c> computes as an ONNX model: single precision, operator set 17 (ONNX Runtime 1.12 and later). Its inputs
    /// have the batch as a free first axis: <c>numbers</c> float [batch, …], <c>categories</c> int64 [batch, columns], <c>lengths</c> int64
    /// [batch, 1] and <c>exposure</c> float [batch, 1], as far as the net reads them; its output is <c>prediction</c>. Results agree with
    /// Florin's to about 1e-6, not bit for bit; a NaN that enters a recurrent layer may come out of another runtime as a number.
    /// </summary>
    /// <param name="net">The net.</param>
    /// <param name="path">The file; an old one is replaced only when the new one is complete.</param>
    /// <param name="metadata">Notes stored in the model: a hash, the names of classes, a licence.</param>
    /// <param name="exposure">Whether the model reads an exposure for each row, with a log link. Default false: all are 1.</param>
    /// <exception cref="FlorinException">FLR0431: ONNX lacks an operation of the net.</exception>
    public static void ExportOnnx(
        this TrainedNet net, string path, IReadOnlyDictionary<string, string>? metadata = null, bool exposure = false)
    {
        ArgumentNullException.ThrowIfNull(net);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var builder = new GraphBuilder(training: false);
        Node prediction = Compilation.Prediction(net.Net, net.Loss, builder, net.Input, net.Target, exposure);
        AtomicFile.Write(path, stream => OnnxWriter.Write(stream, prediction, net.Weights, metadata));
    }

    /// <summary>
    /// Writes a whole model as an ONNX model: raw columns in, scores out. Operator set 17 with ai.onnx.ml 2 (ONNX Runtime 1.12 and later).
    /// Each column is an input [batch, 1] with the column's name: numbers as double, dates as days since 1970-01-01, texts as string; a
    /// missing cell is NaN or an empty text. Columns that may be absent from a file are inputs too. Outputs are <c>score</c> [batch], or
    /// <c>scores</c> [batch, classes] and <c>predicted</c>, and of counts <c>rate</c>, too; a column of such a name leaves them
    /// <c>score_2</c>. The inputs of the nets have Florin's bits, its scores agree to about 1e-6.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file; an old one is replaced only when the new one is complete.</param>
    /// <param name="metadata">Notes stored in the file beside its own (<c>target</c>, <c>network</c>, <c>columns</c>,
    /// <c>missing</c>).</param>
    /// <returns>The inputs and outputs of the file.</returns>
    /// <exception cref="FlorinException">FLR0431: ONNX lacks an operation of a net; FLR0432: or a step around it.</exception>
    public static OnnxSignature ExportOnnx(this Model model, string path, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(path);
        OnnxSignature? signature = null;
        AtomicFile.Write(path, stream => signature = OnnxModelWriter.Write(stream, model, metadata));
        return signature!;
    }

    /// <summary>Writes a whole model to a stream.</summary>
    /// <inheritdoc cref="ExportOnnx(Model, string, IReadOnlyDictionary{string, string})"/>
    public static OnnxSignature ExportOnnx(this Model model, Stream stream, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(stream);
        return OnnxModelWriter.Write(stream, model, metadata);
    }
}
