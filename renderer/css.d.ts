// TypeScript 7 wants a declaration for style sheets that are imported for their effect.
declare module '*.css';
