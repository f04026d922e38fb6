import { useTranslation } from 'react-i18next'
import { localeOf } from '~/app/i18n'
import type { Breakdown } from './ask'

/** How many of each group: a bar and its number in one row, so that the picture and the table are the same thing. */
export function Bars({ breakdown }: { breakdown: Breakdown }) {
  const { t, i18n } = useTranslation('services_rules')
  const number = new Intl.NumberFormat(localeOf(i18n.language))
  const most = Math.max(1, ...breakdown.groups.map((group) => group.count ?? 0))
  const shown = breakdown.groups.filter((group) => group.count !== 0)
  return (
    <table className="bars" data-change={breakdown.change}>
      <caption>
        {t(`change.${breakdown.change}`)}, {t(`dimension.${breakdown.dimension}`).toLowerCase()}
      </caption>
      <thead className="ams-visually-hidden">
        <tr>
          <th scope="col">{t(`dimension.${breakdown.dimension}`)}</th>
          <th scope="col">{t('residents')}</th>
        </tr>
      </thead>
      <tbody>
        {shown.map((group) => (
          <tr key={group.group}>
            <th scope="row">{group.label}</th>
            <td>
              <svg className="bars__bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                <rect
                  width={group.count == null ? 3 : Math.max(1, (100 * group.count) / most)}
                  height="10"
                  className={group.count == null ? 'bars__hidden' : undefined}
                />
              </svg>
              <span>{group.count == null ? t('hidden') : number.format(group.count)}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
