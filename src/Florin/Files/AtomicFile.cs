namespace Florin.Storage;

/// <summary>Writes a file so that readers see the old one or the whole new one: a temporary file, flushed to disk, moved.</summary>
static class AtomicFile
{
    public static void Write(string path, Action<Stream> write)
    {
        string full = Path.GetFullPath(path);
        string temporary = $"{full}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, full, overwrite: true);
        }
        finally
        {
            // After the move there is nothing under this name, and deleting nothing is no error.
            File.Delete(temporary);
        }
    }
}
