import { useEffect, useState } from 'react';

function filesOf(transfer: DataTransfer | null): readonly File[] {
  return transfer ? [...transfer.files] : [];
}

function carriesFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false;
}

/** Without this a file dropped beside its target would replace the program by its content. Gives the function that ends it. */
export function refuseStrayDrops(target: Window): () => void {
  const refuse = (event: DragEvent) => {
    if (carriesFiles(event)) event.preventDefault();
  };
  target.addEventListener('dragover', refuse);
  target.addEventListener('drop', refuse);
  return () => {
    target.removeEventListener('dragover', refuse);
    target.removeEventListener('drop', refuse);
  };
}

/**
 * Takes files dropped anywhere in the window or pasted, while the calling screen is shown. True while files hover over the
 * window.
 */
export function useIncomingFiles(onFiles: (files: readonly File[]) => void): boolean {
  const [hovering, setHovering] = useState(false);
  useEffect(() => {
    const hand = (files: readonly File[]) => {
      if (files.length > 0) onFiles(files);
    };
    const over = (event: DragEvent) => {
      if (carriesFiles(event)) setHovering(true);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setHovering(false);
    };
    const drop = (event: DragEvent) => {
      setHovering(false);
      hand(filesOf(event.dataTransfer));
    };
    const paste = (event: ClipboardEvent) => hand(filesOf(event.clipboardData));
    window.addEventListener('dragenter', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    window.addEventListener('paste', paste);
    return () => {
      window.removeEventListener('dragenter', over);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
      window.removeEventListener('paste', paste);
    };
  }, [onFiles]);
  return hovering;
}
