import { Fragment } from 'react';

/** After each underscore and before each dot: a date and an ending stay whole. */
const joints = /(?<=_)|(?=\.)/u;

/** A file's name that is broken, where it must be, at its joints and not within a date or an ending. */
export function FileName({ name }: { readonly name: string }) {
  let at = 0;
  return name.split(joints).map((part) => {
    const key = at;
    at += part.length;
    return (
      <Fragment key={key}>
        {key > 0 && <wbr />}
        {part}
      </Fragment>
    );
  });
}

/** Names up to this length have room in every table. */
const SHORT = 23;
/** Longer ends are not kept whole. */
const LONGEST_END = 24;

function endOf(name: string): number {
  const joint = name.lastIndexOf('_');
  return joint > 0 && name.length - joint <= LONGEST_END ? joint : Math.max(0, name.length - LONGEST_END);
}

/**
 * A file's name in one line: where there is no room for all of a long one, its middle is left out, so that date and ending are seen.
 * The whole of it is its title, and what is read aloud.
 */
export function FileNameInLine({ name }: { readonly name: string }) {
  if (name.length <= SHORT) return <span>{name}</span>;
  const end = endOf(name);
  return (
    <span className="file-name-line" title={name}>
      <span className="visually-hidden">{name}</span>
      <span aria-hidden className="file-name-start">
        {name.slice(0, end)}
      </span>
      <span aria-hidden className="file-name-end">
        {name.slice(end)}
      </span>
    </span>
  );
}
