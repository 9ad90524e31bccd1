namespace Florin;

using Florin.Graph;
using Florin.Storage;
using Florin.Storage.Onnx;

/// <summary>Trained nets for other runtimes.</summary>
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
}
