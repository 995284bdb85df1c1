/** Drawn in a 16 × 16 box with the colour of the text beside it. */
const paths = {
  circle: 'M8 2.75a5.25 5.25 0 1 1 0 10.5 5.25 5.25 0 0 1 0-10.5Zm0 1.5a3.75 3.75 0 1 0 0 7.5 3.75 3.75 0 0 0 0-7.5Z',
  disc: 'M8 2.75a5.25 5.25 0 1 1 0 10.5 5.25 5.25 0 0 1 0-10.5Z',
  'half-disc': 'M8 2.75a5.25 5.25 0 1 1 0 10.5 5.25 5.25 0 0 1 0-10.5Zm0 1.5v7.5a3.75 3.75 0 1 0 0-7.5Z',
  pause: 'M4.5 3.5h2.25v9H4.5zM9.25 3.5h2.25v9H9.25z',
  check: 'M6.4 12.6 2.3 8.5l1.3-1.3 2.8 2.8 6-6 1.3 1.3Z',
  cross: 'm4.3 3.1 3.7 3.7 3.7-3.7 1.2 1.2L9.2 8l3.7 3.7-1.2 1.2L8 9.2l-3.7 3.7-1.2-1.2L6.8 8 3.1 4.3Z',
  warning: 'M8 2.2 14.6 13.6H1.4ZM7.2 6.6v3.6h1.6V6.6Zm0 4.6v1.4h1.6v-1.4Z',
  question:
    'M8 2.75a5.25 5.25 0 1 1 0 10.5 5.25 5.25 0 0 1 0-10.5Zm-.75 7.5v1.4h1.5v-1.4Zm-1.7-3.9h1.5c0-.6.4-.95.95-.95s.95.35.95.85c0 .45-.2.7-.75 1.1-.7.5-.95.95-.95 1.75v.35h1.5v-.2c0-.5.2-.75.75-1.15.65-.45 1-1 1-1.85 0-1.35-1.05-2.25-2.5-2.25S5.55 4.9 5.55 6.35Z',
  'arrow-up': 'M7.25 13V5.9L4.3 8.85 3.2 7.75 8 3l4.8 4.75-1.1 1.1L8.75 5.9V13Z',
  'arrow-down': 'M8.75 3v7.1l2.95-2.95 1.1 1.1L8 13 3.2 8.25l1.1-1.1 2.95 2.95V3Z',
  'chevron-up': 'm3.3 10.9 4.7-4.7 4.7 4.7 1.1-1.1L8 4 2.2 9.8Z',
  'chevron-down': 'm3.3 5.1 4.7 4.7 4.7-4.7 1.1 1.1L8 12 2.2 6.2Z',
  search:
    'M7 2.5a4.5 4.5 0 0 1 3.55 7.26l3.2 3.19-1.06 1.06-3.2-3.2A4.5 4.5 0 1 1 7 2.5ZM7 4a3 3 0 1 0 0 6 3 3 0 0 0 0-6Z',
} as const;

export type IconName = keyof typeof paths;

interface IconProps {
  readonly name: IconName;
  readonly size?: number;
}

/** Decoration only: the word beside it says the same. */
export function Icon({ name, size = 14 }: IconProps) {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" fill="currentColor" fillRule="evenodd" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
