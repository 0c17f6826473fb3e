using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace Corpus.Clean.EmptyCatchesWithReason;

public sealed class PreviewGenerator : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly FileSystemWatcher _watcher;
    private readonly string _scratch = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
    private Process? _converter;

    public PreviewGenerator(string folder)
    {
        _watcher = new FileSystemWatcher(folder);
    }

    public CancellationToken Stopping => _stop.Token;

    public void SetThreadName(string name)
    {
        try
        {
            Thread.CurrentThread.Name = name;
        }
        catch (InvalidOperationException)
        {
            // Older runtimes allow the name only once; the first one stays.
        }
    }

    public void Announce(Action<string> listener, string message)
    {
        try
        {
            listener(message);
        }
        catch
        {
            // A listener of another team must never stop the preview; it reports its own failures.
        }
    }

    public void RaisePriority()
    {
        // Containers refuse this without a capability; normal priority is good enough.
        try
        {
            Process.GetCurrentProcess().PriorityClass = ProcessPriorityClass.AboveNormal;
        }
        catch (Exception) // containers refuse this without a capability
        {
        }
    }

    public void RemoveScratch()
    {
        try
        {
            File.Delete(_scratch);
        }
        catch (IOException)
        {
            // The virus scanner may still hold it; the system empties its temp folder.
        }
    }

    public void StartConverter(string program) => _converter = Process.Start(new ProcessStartInfo(program) { UseShellExecute = false });

    public void StopConverter()
    {
        try
        {
            _converter?.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It ended by itself in the meantime.
        }
        catch (Win32Exception)
        {
            // It is ending at this moment and cannot be signalled.
        }
    }

    public async Task StopAsync(Task loop)
    {
        _stop.Cancel();
        try
        {
            await loop;
        }
        catch (OperationCanceledException)
        {
        }
    }

    public void Dispose()
    {
        try
        {
            _stop.Cancel();
            _stop.Dispose();
        }
        catch (ObjectDisposedException)
        {
        }

        try
        {
            _socket.Close();
        }
        catch
        {
        }

        _watcher.Dispose();
        _converter?.Dispose();
    }
}

public sealed class ConnectionHolder : IAsyncDisposable
{
    private readonly List<Stream> _streams = [];

    public void Add(Stream stream) => _streams.Add(stream);

    public async ValueTask DisposeAsync()
    {
        foreach (var stream in _streams)
        {
            try
            {
                await stream.DisposeAsync();
            }
            catch
            {
            }
        }
    }
}
