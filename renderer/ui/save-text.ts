interface SavedText {
  readonly name: string;
  readonly text: string;
  readonly type: string;
}

/** Hands a text to the person as a file to save. */
export function saveText({ name, text, type }: SavedText): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
