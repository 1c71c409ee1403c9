/** In the runtime values of every file of the demo kit, so that a search of a production build can prove its absence. */
export const DEMO_MARKER = 'countersign-demo-kit'
