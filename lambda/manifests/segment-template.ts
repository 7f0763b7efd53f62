import { attribute, type XmlElement } from './mpd-xml.ts';

/**
 * A reference of a SegmentTemplate with the values of its Representation (ISO/IEC 23009-1, 5.3.9.4.4). Undefined where
 * it has another identifier, as that of a segment's number or time: then it names more than one file.
 */
export function filledTemplate(template: string, representation: XmlElement): string | undefined {
  const values = new Map([
    ['', '$'],
    ['RepresentationID', attribute(representation, 'id')],
    ['Bandwidth', attribute(representation, 'bandwidth')],
  ]);
  let isFilled = true;
  const text = template.replace(/\$([^$]{0,40}?)(?:%0(\d{1,2})d)?\$/g, (_, name: string, width = '0') => {
    const value = values.get(name);
    isFilled &&= value !== undefined;
    return (value ?? '').padStart(Number(width), '0');
  });
  return isFilled ? text : undefined;
}
