import { Fold } from './fold'
import { stripScale } from './strip-scale'

const [WIDTH, EDGE] = [400, 8]

type Mark = { name: string; units: bigint; words: string }

export type AmountStripProps = {
  /** What all of it is, before the numbers: "Payments to it before". */
  title: string
  before: readonly Mark[]
  median: Omit<Mark, 'name'>
  here: Omit<Mark, 'name'>
}

/** Amounts on a line, the middle of them and the one in question marked; the same as a table for whoever reads. */
export function AmountStrip({ title, before, median, here }: AmountStripProps) {
  const { isLogarithmic, placeOf } = stripScale([...before.map(({ units }) => units), here.units])
  const x = (units: bigint) => Math.round((EDGE + placeOf(units) * (WIDTH - 2 * EDGE)) * 10) / 10
  return (
    <figure className="strip">
      <svg viewBox={`0 0 ${WIDTH} 26`} aria-hidden="true">
        <path d={`M0 18h${WIDTH}`} className="p0" />
        {before.map(({ name, units }, at) => (
          <circle key={`${name} ${at}`} cx={x(units)} cy="18" r="3.5" className="p1" />
        ))}
        <path d={`M${x(median.units)} 10v16`} className="p2" />
        <path d={`M${x(here.units)} 24l-6-6 6-6 6 6z`} className="p3" />
        <path d={`M${x(here.units)} 0v9`} className="p2" />
      </svg>
      <figcaption className="det">
        {title}: {before.length} {before.length === 1 ? 'dot' : 'dots'}. The bar is their median, {median.words}. The
        diamond under the line is this, {here.words}.{isLogarithmic && ' The scale is logarithmic.'}
      </figcaption>
      <Fold summary={`The same as a table, ${before.length} ${before.length === 1 ? 'row' : 'rows'}`}>
        <table>
          <thead>
            <tr>
              <th scope="col">Which</th>
              <th scope="col" className="num">
                Amount
              </th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">This</th>
              <td className="num">{here.words}</td>
            </tr>
            {before.map(({ name, words }, at) => (
              <tr key={`${name} ${at}`}>
                <th scope="row">{name}</th>
                <td className="num">{words}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Fold>
    </figure>
  )
}
