import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';

interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'children' | 'isPending'> {
  readonly variant?: 'plain' | 'primary' | 'quiet' | 'danger';
  readonly icon?: ReactNode;
  readonly children?: ReactNode;
  /**
   * What it asked for is under way: it keeps the focus and does nothing. React Aria's own `isPending` is not used, because its
   * announcement refers to the button by id and outlives it.
   */
  readonly busy?: boolean;
}

/** A button with an optional icon before its words. */
export function Button({ variant = 'plain', icon, children, busy = false, onPress, ...rest }: ButtonProps) {
  return (
    <AriaButton
      {...rest}
      {...(busy ? { 'aria-disabled': true } : onPress && { onPress })}
      className={`button button-${variant}`}
    >
      {icon}
      {children}
    </AriaButton>
  );
}
