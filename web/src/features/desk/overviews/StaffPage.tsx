import { useTranslation } from 'react-i18next'
import { useAsk } from '~/api/useAsk'
import { ButtonLink } from '~/design/Button/Button'
import { Chip } from '~/design/Card/Card'
import type { Column } from '~/design/Table/Table'
import { staff } from '../ask'
import type { Member } from '../types'
import { useMoment } from './moment'
import { Overview } from './Overview'

/** Who works at the desk, and the way to where names and roles are changed. */
export function StaffPage() {
  const { t } = useTranslation('desk')
  const moment = useMoment()
  const asked = useAsk('staff', staff)
  const columns: Column<Member>[] = [
    {
      id: 'name',
      title: t('staff.name'),
      kind: 'head',
      cell: (row) => (
        <>
          {row.name} {row.active ? null : <Chip>{t('staff.closed')}</Chip>}
        </>
      ),
    },
    { id: 'role', title: t('staff.role'), cell: (row) => t(`roles.${row.role}`, { defaultValue: row.role }) },
    {
      id: 'last',
      title: t('staff.active'),
      cell: (row) => (row.last_signed_in ? moment(row.last_signed_in) : t('staff.never')),
    },
  ]
  return (
    <Overview
      title={t('staff.title')}
      text={t('staff.text')}
      above={
        <div>
          <ButtonLink kind="secondary" href="/admin/" target="_self">
            {t('staff.admin')}
          </ButtonLink>
        </div>
      }
      asked={asked}
      columns={columns}
      keyOf={(row) => row.id}
      empty={{ title: t('staff.empty.title'), text: t('staff.empty.text') }}
    />
  )
}
