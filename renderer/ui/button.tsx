import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';

interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'children'> {
  readonly variant?: 'plain' | 'primary' | 'quiet' | 'danger';
  readonly icon?: ReactNode;
  readonly children?: ReactNode;
}

/** A button with an optional icon before its words. */
export function Button({ variant = 'plain', icon, children, ...rest }: ButtonProps) {
  return (
    <AriaButton {...rest} className={`button button-${variant}`}>
      {icon}
      {children}
    </AriaButton>
  );
}
