import { type Context, useContext } from 'react';

/** The value that the start of the program put into a context; a component outside of it is a bug. */
export function useRequired<T>(context: Context<T | null>): T {
  const value = useContext(context);
  if (value === null) throw new Error('a component stands outside its provider');
  return value;
}
