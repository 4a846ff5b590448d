// The IANA id of the browser's time zone.
export const timeZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;
