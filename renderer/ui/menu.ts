export interface MenuItem {
  /** Ends in an ellipsis when it asks something first. */
  readonly label: string
  readonly run: () => void
  /** Takes something away. */
  readonly danger?: boolean
}
