/** Thrown by a source of bytes that noticed that its file changed while it was read; becomes the error `file-changed`. */
export class FileChanged extends Error {
  readonly code = 'FILE_CHANGED';

  constructor() {
    super('the file changed while it was read');
    this.name = 'FileChanged';
  }
}
