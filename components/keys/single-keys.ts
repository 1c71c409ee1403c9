const NAME = 'countersign-single-keys'

/** Single keys are on unless this browser's reader turned them off (WCAG 2.1.4). */
export const areSingleKeysOn = (): boolean => localStorage.getItem(NAME) !== 'off'

export const turnSingleKeys = (on: boolean): void => localStorage.setItem(NAME, on ? 'on' : 'off')
