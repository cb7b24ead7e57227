import { writeSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'

/** A write this short goes to the system's cache in some 10 µs where the disk keeps up: less than a way through the thread pool. */
const mostInline = 64 * 1024
/** A write that took longer waited for the disk, in milliseconds. */
const slowMs = 2
/** How long writes go beside the event loop after a slow one, in milliseconds. */
const asideMs = 1000

/**
 * A file that is only appended to, one write at a time. Short writes are made at once, without a way through the thread
 * pool and back, as long as the disk keeps up: while it syncs, and for a time after a write that had to wait, they are
 * made beside the event loop, so that a slow disk holds up nobody else's session.
 */
export class RecordingFile {
  private syncing = false
  private asideUntil = 0

  private constructor(private readonly file: FileHandle) {}

  /** Creates the file with mode 0600. Rejects when it exists. */
  static async create(path: string): Promise<RecordingFile> {
    return new RecordingFile(await open(path, 'wx', 0o600))
  }

  /** Whether a short write would be made at once. */
  get quick(): boolean {
    return !this.syncing && performance.now() >= this.asideUntil
  }

  /** Appends all of the bytes. They are in the file when this returns undefined, or when its promise resolves. Rejects or throws. */
  write(bytes: Uint8Array): Promise<void> | undefined {
    const begun = performance.now()
    if (this.syncing || begun < this.asideUntil || bytes.length > mostInline) return this.writeAside(bytes)
    // A write may take less than all (a nearly full disk): the rest follows, or the error that explains it.
    for (let done = 0; done < bytes.length; ) done += writeSync(this.file.fd, bytes, done)
    if (performance.now() - begun > slowMs) this.asideUntil = begun + asideMs
    return undefined
  }

  /** What was written has reached the disk when this resolves. */
  async sync(): Promise<void> {
    this.syncing = true
    try {
      await this.file.datasync()
    } finally {
      this.syncing = false
    }
  }

  close(): Promise<void> {
    return this.file.close()
  }

  private async writeAside(bytes: Uint8Array): Promise<void> {
    for (let done = 0; done < bytes.length; ) done += (await this.file.write(bytes, done)).bytesWritten
  }
}
